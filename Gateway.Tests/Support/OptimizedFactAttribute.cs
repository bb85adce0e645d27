using System.Diagnostics;
using System.Reflection;

namespace Gateway.Tests.Support;

/// <summary>
/// A test that only says something of optimised code: without optimisation the compiler makes every async method allocate.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OptimizedFactAttribute : FactAttribute
{
    public OptimizedFactAttribute()
    {
        if (typeof(Media.MediaMetrics).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true)
            Skip = "Build with -c Release.";
    }
}
