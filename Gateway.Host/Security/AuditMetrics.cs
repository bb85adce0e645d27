using System.Diagnostics.Metrics;

namespace Gateway.Host.Security;

/// <summary>What is counted about the audit log. Meter <c>gateway.audit</c>.</summary>
internal sealed class AuditMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "gateway.audit";

    private readonly Counter<long> _entries;
    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments. Failures start at zero, so that an alert has something to compare with.</summary>
    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _entries = meter.CreateCounter<long>("gateway.audit.entries", "{entry}", "Entries written to the audit log.");
        _failures = meter.CreateCounter<long>("gateway.audit.failures", "{entry}", "Entries that could not be written to the audit log.");
        _failures.Add(0);
    }

    public void Written() => _entries.Add(1);

    public void Failed() => _failures.Add(1);
}
