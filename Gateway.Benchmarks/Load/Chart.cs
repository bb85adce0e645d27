using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// A plot as SVG that a page can hold as it is: axes with units, a legend, no script. Colours are the page's: <c>series-0</c> to <c>series-4</c>, <c>grid</c>, <c>limit</c>.
/// </summary>
/// <param name="title">What it shows.</param>
/// <param name="horizontal">The horizontal axis with its unit.</param>
/// <param name="vertical">The vertical axis with its unit.</param>
/// <param name="maxX">The right end.</param>
/// <param name="maxY">The upper end; what is larger is drawn at the edge.</param>
internal sealed class Chart(string title, string horizontal, string vertical, double maxX, double maxY)
{
    private const int Width = 640;
    private const int Height = 340;
    private const int Left = 64;
    private const int Right = 20;
    private const int Top = 44;
    private const int Bottom = 76;

    private readonly StringBuilder _marks = new();
    private readonly List<string> _legend = [];

    /// <summary>Adds a line through points.</summary>
    public Chart Line(string name, IReadOnlyList<(double X, double Y)> points)
    {
        var series = _legend.Count;
        _legend.Add(name);
        _marks.Append(Text($"<polyline class=\"line series-{series}\" points=\"{string.Join(' ', points.Select(point => Text($"{X(point.X):0.0},{Y(point.Y):0.0}")))}\"/>"));
        return Dots(series, points);
    }

    /// <summary>Adds points without a line.</summary>
    public Chart Points(string name, IReadOnlyList<(double X, double Y)> points)
    {
        _legend.Add(name);
        return Dots(_legend.Count - 1, points);
    }

    /// <summary>Adds bars, each of which is a stack; one layer for each name.</summary>
    /// <param name="names">From the bottom up.</param>
    /// <param name="bars">Where each stands, and the heights of its layers.</param>
    /// <param name="width">Of a bar, in units of the horizontal axis.</param>
    public Chart Stacks(IReadOnlyList<string> names, IReadOnlyList<(double X, IReadOnlyList<double> Heights)> bars, double width)
    {
        foreach (var (x, heights) in bars)
        {
            var below = 0.0;
            for (var layer = 0; layer < heights.Count; layer++)
            {
                var (bottom, top) = (Y(below), Y(below + heights[layer]));
                _marks.Append(Text($"<rect class=\"bar series-{_legend.Count + layer}\" x=\"{X(x - (width / 2)):0.0}\" y=\"{top:0.0}\" width=\"{X(width) - X(0):0.0}\" height=\"{bottom - top:0.0}\"><title>{names[layer]}: {heights[layer]:0.##}</title></rect>"));
                below += heights[layer];
            }

            _marks.Append(Text($"<text class=\"value\" x=\"{X(x):0.0}\" y=\"{Y(below) - 5:0.0}\">{Math.Round(below, below < 100 ? 2 : 0):0.##}</text>"));
        }

        _legend.AddRange(names);
        return this;
    }

    /// <summary>Adds a dashed line across.</summary>
    public Chart Limit(double y, string name)
    {
        if (y <= maxY)
            _marks.Append(Text($"<line class=\"limit\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.0}\" y2=\"{Y(y):0.0}\"/><text class=\"limit-name\" x=\"{Width - Right - 4}\" y=\"{Y(y) - 5:0.0}\">{name}</text>"));
        return this;
    }

    /// <summary>Marks a stretch of the horizontal axis.</summary>
    public Chart Stretch(double from, double to, string name)
    {
        _marks.Insert(0, Text($"<rect class=\"stretch\" x=\"{X(from):0.0}\" y=\"{Top}\" width=\"{X(to) - X(from):0.0}\" height=\"{Height - Top - Bottom}\"/><text class=\"stretch-name\" x=\"{X((from + to) / 2):0.0}\" y=\"{Top + 14}\">{name}</text>"));
        return this;
    }

    /// <summary>The SVG element.</summary>
    /// <param name="ticks">Where the horizontal axis has numbers; null: at round ones.</param>
    public string Draw(IEnumerable<double>? ticks = null)
    {
        var svg = new StringBuilder(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\"><text class=\"title\" x=\"{Left}\" y=\"20\">{title}</text>"));
        foreach (var tick in Ticks(maxY))
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.0}\" y2=\"{Y(tick):0.0}\"/><text class=\"tick-y\" x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.0}\">{tick:0.##}</text>"));
        foreach (var tick in ticks ?? Ticks(maxX))
            svg.Append(Text($"<text class=\"tick-x\" x=\"{X(tick):0.0}\" y=\"{Height - Bottom + 18}\">{tick:0.##}</text>"));
        svg.Append(Text($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - Bottom + 38}\">{horizontal}</text>"));
        svg.Append(Text($"<text class=\"axis\" transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\">{vertical}</text>"));
        svg.Append(_marks);
        var at = Left;
        for (var series = 0; series < _legend.Count; series++)
        {
            svg.Append(Text($"<rect class=\"bar series-{series}\" x=\"{at}\" y=\"{Height - 20}\" width=\"12\" height=\"12\" rx=\"2\"/><text class=\"legend\" x=\"{at + 18}\" y=\"{Height - 10}\">{_legend[series]}</text>"));
            at += 34 + (7 * _legend[series].Length);
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The next round number that leaves some room above a value.</summary>
    public static double RoundUp(double value)
    {
        var step = Step(value * 1.1);
        return Math.Max(step, Math.Ceiling(value * 1.1 / step) * step);
    }

    private Chart Dots(int series, IEnumerable<(double X, double Y)> points)
    {
        foreach (var (x, y) in points)
            _marks.Append(Text($"<circle class=\"dot series-{series}\" cx=\"{X(x):0.0}\" cy=\"{Y(y):0.0}\" r=\"3\"><title>{_legend[series]}: {y:0.##} at {x:0.##}</title></circle>"));
        return this;
    }

    private static IEnumerable<double> Ticks(double max)
    {
        var step = Step(max);
        return Enumerable.Range(0, (int)(max / step) + 1).Select(i => i * step);
    }

    /// <summary>1, 2 or 5 times a power of ten, four to ten of which make the value.</summary>
    private static double Step(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-9))));
        return (value / power) switch { < 2 => power / 5, < 5 => power / 2, _ => power };
    }

    private double X(double x) => Left + (Math.Clamp(x / maxX, 0, 1) * (Width - Left - Right));

    private double Y(double y) => Height - Bottom - (Math.Clamp(y / maxY, 0, 1) * (Height - Top - Bottom));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
