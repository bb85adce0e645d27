using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Gateway.Benchmarks.Micro;

/// <summary><c>micro</c>: what single steps cost, in nanoseconds and bytes allocated. In this process: a generated project would not get the props of this repository.</summary>
internal static class MicroBenchmarks
{
    /// <param name="arguments">BenchmarkDotNet's own, such as <c>--filter *Redact*</c>; none runs all.</param>
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(FrameBenchmarks), typeof(UtteranceBenchmarks)])
        .Run(
            arguments is [] ? ["--filter", "*"] : arguments,
            DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(Path.Combine("artifacts", "micro")));
}
