using System.Buffers;
using System.Text.Json;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>
/// Passes the events of a stream on as they came: all whole ones of a read at once, and one flush for them. Looks into each for its end,
/// its usage and an error; nothing is allocated or written anew, unless the client knows the model by another name than the node.
/// </summary>
/// <param name="model">The name that the client must see, as JSON; null: it is the node's own.</param>
internal sealed class OpenAIRelay(Stream body, IWireSink sink, byte[]? model, bool includeUsage) : IDisposable
{
    private readonly ISignsOfLife? _life = sink as ISignsOfLife;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private ArrayBufferWriter<byte>? _rewritten;

    // Behind one another: sent up to, event begins at, looked for lines up to, filled up to.
    private int _sent;
    private int _event;
    private int _scanned;
    private int _end;

    private bool _started;
    private bool _done;
    private bool _hasData;
    private bool _drop;
    private Range _modelAt;
    private string? _finish;
    private bool _calledTools;
    private int? _promptTokens;
    private int? _answerTokens;

    /// <exception cref="WireException">The stream reported an error, broke off, or is not the protocol.</exception>
    public async Task<OpenAIChatEnd> RunAsync(CancellationToken cancellationToken)
    {
        while (!_done)
        {
            MakeRoom();
            var read = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0) break;
            _end += read;
            try
            {
                Take();
            }
            catch (WireException) when (_started)
            {
                // What came before it is the client's.
                Send(_event);
                throw;
            }

            await sink.FlushAsync(cancellationToken);
        }

        if (_finish is null) throw WireException.Cut();
        // Some servers end without saying so; our client waits for it.
        if (!_done) sink.Wire("data: [DONE]\n\n"u8);
        return new(_finish, _calledTools, _promptTokens, _answerTokens, Prompt: null, Answer: null);
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Take()
    {
        while (!_done)
        {
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline < 0) break;
            var line = _buffer.AsSpan(_scanned, newline);
            if (line is [.. var inside, (byte)'\r']) line = inside;
            var start = _scanned;
            _scanned += newline + 1;
            if (line.IsEmpty) EndEvent();
            else ReadLine(line, start);
        }

        // What is only a beginning may still come from another node.
        if (_started) Send(_event);
    }

    private void ReadLine(ReadOnlySpan<byte> line, int at)
    {
        if (line[0] == ':' || line.StartsWith("event:"u8) || line.StartsWith("id:"u8) || line.StartsWith("retry:"u8)) return;

        // An error without the form of an event is still an error.
        var isData = line.StartsWith("data:"u8);
        var data = isData ? line["data:"u8.Length..] : line;
        var skipped = data.Length - data.TrimStart((byte)' ').Length;
        data = data[skipped..];
        if (data.IsEmpty) return;
        _hasData = true;
        if (isData && data.SequenceEqual("[DONE]"u8))
        {
            if (_finish is null) throw WireException.Cut();
            _started = true;
            _done = true;
            // The blank line behind it may not be here yet, and nothing else follows.
            Send(_event);
            sink.Wire("data: [DONE]\n\n"u8);
            return;
        }

        OpenAIEvent found;
        try
        {
            found = OpenAIEvent.Read(data);
        }
        catch (JsonException e)
        {
            throw WireException.Garbage(e);
        }

        if (!isData) throw WireException.Garbage();
        _finish ??= found.Finish;
        _calledTools |= found.CalledTools;
        _promptTokens = found.PromptTokens ?? _promptTokens;
        _answerTokens = found.AnswerTokens ?? _answerTokens;
        _started |= found.HasContent;
        _drop = found.IsUsageOnly && !includeUsage;
        if (model is not null && found.Model.End.Value > 0)
        {
            var offset = at + (line.Length - data.Length);
            _modelAt = new(offset + found.Model.Start.Value, offset + found.Model.End.Value);
        }
    }

    /// <summary>A blank line.</summary>
    private void EndEvent()
    {
        if (!_hasData) _life?.Alive();
        if (_drop)
        {
            Send(_event);
            _sent = _scanned;
        }
        else if (_modelAt.End.Value > 0)
        {
            Rewrite();
        }

        (_event, _hasData, _drop, _modelAt) = (_scanned, false, false, default);
    }

    private void Rewrite()
    {
        _rewritten ??= new(4096);
        _rewritten.Write(_buffer.AsSpan(_sent, _modelAt.Start.Value - _sent));
        _rewritten.Write(model);
        _rewritten.Write(_buffer.AsSpan(_modelAt.End.Value, _scanned - _modelAt.End.Value));
        _sent = _scanned;
    }

    /// <summary>Everything before <paramref name="to"/> that is not sent yet.</summary>
    private void Send(int to)
    {
        if (_rewritten is { WrittenCount: > 0 })
        {
            _rewritten.Write(_buffer.AsSpan(_sent, to - _sent));
            sink.Wire(_rewritten.WrittenSpan);
            _rewritten.ResetWrittenCount();
        }
        else if (to > _sent)
        {
            sink.Wire(_buffer.AsSpan(_sent, to - _sent));
        }

        _sent = Math.Max(_sent, to);
    }

    private void MakeRoom()
    {
        if (_sent > 0)
        {
            _buffer.AsSpan(_sent, _end - _sent).CopyTo(_buffer);
            _end -= _sent;
            _scanned -= _sent;
            _event -= _sent;
            if (_modelAt.End.Value > 0) _modelAt = new(_modelAt.Start.Value - _sent, _modelAt.End.Value - _sent);
            _sent = 0;
        }

        if (_end < _buffer.Length) return;
        if (_end > LineReader.LongestLine) throw new WireException(WireFailure.TooLong, "The engine sent an event that does not end.");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
