namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>Texts whose vectors are wanted; made one at a time, between two turns of the chats.</summary>
internal sealed class EmbedJob(int id, IReadOnlyList<int[]> inputs)
{
    private volatile bool cancelled;

    public int Id => id;

    public IReadOnlyList<int[]> Inputs => inputs;

    public int Next { get; set; }

    public bool Cancelled => cancelled;

    public void Cancel() => cancelled = true;
}
