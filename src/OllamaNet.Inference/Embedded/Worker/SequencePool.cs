using OllamaNet.Inference.Embedded.Native;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>Gives each job the place whose tokens it shares most of, as long as the cells last.</summary>
internal sealed class SequencePool(LlamaContext context, int count)
{
    private readonly ChatSequence[] sequences = [.. Enumerable.Range(0, count).Select(id => new ChatSequence(id))];
    private readonly int cells = context.Cells;
    private long clock;

    public ReadOnlySpan<ChatSequence> All => sequences;

    public bool TryPlace(ChatJob job)
    {
        if (Best(job) is not { } place) return false;

        var used = sequences.Where(s => s != place).Sum(s => s.Cells);
        foreach (var idle in sequences.Where(s => s.Job is null && s != place && s.Tokens.Count > 0).OrderBy(s => s.LastUsed))
        {
            if (used + job.Cells <= cells) break;
            used -= idle.Tokens.Count;
            Forget(idle, keep: 0);
        }
        if (used + job.Cells > cells) return false;

        Forget(place, place.CommonBeginning(job.Prompt));
        place.Job = job;
        job.Start(place.Tokens.Count);
        return true;
    }

    public void Release(ChatSequence sequence)
    {
        sequence.Job?.Dispose();
        sequence.Job = null;
        sequence.Pending = ChatSequence.None;
        sequence.LastUsed = ++clock;
    }

    public void Forget(ChatSequence sequence, int keep)
    {
        if (keep >= sequence.Tokens.Count) return;
        if (!context.TryForget(sequence.Id, keep))
        {
            // Recurrent models cannot go back to an earlier token.
            context.TryForget(sequence.Id, from: 0);
            keep = 0;
        }
        sequence.Tokens.RemoveRange(keep, sequence.Tokens.Count - keep);
    }

    public void ForgetAll()
    {
        context.ForgetAll();
        foreach (var sequence in sequences) sequence.Tokens.Clear();
    }

    private ChatSequence? Best(ChatJob job)
    {
        ChatSequence? best = null;
        var longest = -1;
        foreach (var sequence in sequences)
        {
            if (sequence.Job is not null) continue;
            var common = sequence.CommonBeginning(job.Prompt);
            if (common > longest || (common == longest && sequence.LastUsed < best!.LastUsed)) (best, longest) = (sequence, common);
        }
        return best;
    }
}
