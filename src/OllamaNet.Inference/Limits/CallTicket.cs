namespace OllamaNet.Inference.Limits;

/// <summary>A call that was let in: what it holds of the accounts until it ends.</summary>
internal sealed class CallTicket(Meter user, Allowance ofUser, Meter model, Allowance ofModel, int taken)
{
    private Meter? _key;
    private Allowance _ofKey;
    private bool _holdsNothing;
    private int _settled;

    /// <summary>Gives back its place, and counts the tokens that it came to.</summary>
    public void Settle(int tokens)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0) return;
        if (_holdsNothing)
        {
            user.Count(ofUser, tokens);
            model.Count(ofModel, tokens);
            return;
        }

        var more = tokens - taken;
        user.Leave(ofUser, more);
        model.Leave(ofModel, more);
        _key?.Leave(_ofKey, more);
    }

    internal CallTicket Uncounted()
    {
        _holdsNothing = true;
        return this;
    }

    internal void Also(Meter key, in Allowance ofKey) => (_key, _ofKey) = (key, ofKey);

    internal void GiveBackKey() => _key?.Leave(_ofKey, -taken, request: true);
}
