namespace OllamaNet.Host.Commands;

/// <summary>The doctor's findings, one a line.</summary>
internal sealed class Report
{
    private int findings;
    private int problems;

    public void Fine(string name, string finding) => Write("ok", name, finding);

    public void Problem(string name, string finding)
    {
        problems++;
        Write("PROBLEM", name, finding);
    }

    /// <returns>The exit code.</returns>
    public int End()
    {
        Console.WriteLine(problems == 0 ? $"{findings} checks, everything is in order." : $"{problems} to put right.");
        return problems == 0 ? 0 : 1;
    }

    private void Write(string verdict, string name, string finding)
    {
        findings++;
        Console.WriteLine($"{verdict,-8} {name,-9} {finding}");
    }
}
