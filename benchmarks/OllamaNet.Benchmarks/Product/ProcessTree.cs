using System.Globalization;

namespace OllamaNet.Benchmarks.Product;

/// <summary>What a process and its children used so far, from <c>/proc</c>.</summary>
internal sealed record Usage(double HostCpuSeconds, double PostgresCpuSeconds, double HostMegabytes, double PostgresMegabytes);

internal static class ProcessTree
{
    private const double ClockTicks = 100; // USER_HZ, the same on every Linux
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int ChildrensSystemTime = 14;

    /// <summary>The host is the process alone; the engine's child processes count for neither.</summary>
    public static Usage Measure(int host)
    {
        var postgres = Descendants(host).Where(p => NameOf(p) == "postgres").ToList();
        return new(Cpu(host, withEnded: false), postgres.Sum(p => Cpu(p, withEnded: true)), Resident(host), postgres.Sum(Proportional));
    }

    public static double TreeCpu(int root) => Cpu(root, withEnded: false) + Descendants(root).Sum(p => Cpu(p, withEnded: false));

    private static List<int> Descendants(int root)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => char.IsAsciiDigit(n![0]))
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture)).ToLookup(p => Stat(p) is { } stat ? (int)stat[Parent] : -1);
        List<int> found = [.. parents[root]];
        for (var i = 0; i < found.Count; i++) found.AddRange(parents[found[i]]);
        return found;
    }

    private static double Cpu(int process, bool withEnded) =>
        Stat(process) is { } stat ? stat[UserTime..(withEnded ? ChildrensSystemTime + 1 : UserTime + 2)].Sum() / ClockTicks : 0;

    private static double Resident(int process) => Field($"/proc/{process}/status", "VmRSS:") / 1024.0;

    /// <summary>Shared pages counted once: PostgreSQL's processes share most of theirs.</summary>
    private static double Proportional(int process) => Field($"/proc/{process}/smaps_rollup", "Pss:") / 1024.0;

    private static string NameOf(int process) => Read($"/proc/{process}/comm").Trim();

    /// <summary>The numbers after the name (which may hold anything), from the parent on; the state before it becomes 0.</summary>
    private static double[]? Stat(int process)
    {
        var line = Read($"/proc/{process}/stat");
        return line.Length == 0 ? null : [.. line[(line.LastIndexOf(')') + 2)..].Split(' ').Select(n => double.TryParse(n, CultureInfo.InvariantCulture, out var value) ? value : 0)];
    }

    private static double Field(string file, string name) =>
        Read(file).Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) : 0;

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // it ended in this moment
        }
    }
}
