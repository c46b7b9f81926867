using System.Globalization;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>What the parent tells an engine process on its command line: <c>engine LIBRARIES MODEL CONTEXT PARALLEL QUEUE THREADS</c>.</summary>
internal sealed record WorkerArguments(string Libraries, string Model, int ContextLength, int Parallel, int QueueLength, int Threads)
{
    public const string Verb = "engine";

    public IEnumerable<string> ToCommandLine() => [Verb, Libraries, Model, Text(ContextLength), Text(Parallel), Text(QueueLength), Text(Threads)];

    public static WorkerArguments? Parse(string[] args) =>
        args is [Verb, var libraries, var model, var context, var parallel, var queue, var threads]
        && Number(context) is { } c && Number(parallel) is { } p && Number(queue) is { } q && Number(threads) is { } t
            ? new WorkerArguments(libraries, model, c, p, q, t)
            : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
