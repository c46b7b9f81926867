using System.Globalization;
using System.Text.Json;

namespace OllamaNet.Benchmarks;

/// <summary>The figures, printed as they come and kept for the JSON.</summary>
internal sealed class Report
{
    private readonly List<Figure> _figures = [];

    public static void Title(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine($"  {"figure",-52} {"median",9} {"min",9} {"max",9}  {"unit",-9} goal");
    }

    public static void Note(string text) => Console.WriteLine($"  {text}");

    /// <param name="goal">Not more than this.</param>
    public void Add(string name, string unit, IReadOnlyList<double> repetitions, double? goal = null)
    {
        var figure = new Figure(name, unit, Median(repetitions), repetitions.Min(), repetitions.Max(), goal, repetitions);
        _figures.Add(figure);
        var judged = goal is null ? "" : $"≤ {Text(goal.Value)}{(figure.Median <= goal ? "" : "  MISSED")}";
        Console.WriteLine($"  {name,-52} {Text(figure.Median),9} {Text(figure.Min),9} {Text(figure.Max),9}  {unit,-9} {judged}".TrimEnd());
    }

    public void Write(string file, string commit, string machine, string command) =>
        File.WriteAllText(file, JsonSerializer.Serialize(new { commit, machine, command, figures = _figures }, JsonSerializerOptions.Web) + "\n");

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) switch { _ when value == Math.Floor(value) => "0", < 10 => "0.000", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    private sealed record Figure(string Name, string Unit, double Median, double Min, double Max, double? Goal, IReadOnlyList<double> Repetitions);
}
