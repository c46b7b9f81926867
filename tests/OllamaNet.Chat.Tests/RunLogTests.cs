using System.Buffers;
using System.Text;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Tests;

public sealed class RunLogTests
{
    private readonly RunLog _log = new(Guid.CreateVersion7());

    [Fact]
    public void A_reader_that_fell_behind_gets_the_missed_deltas_as_one()
    {
        foreach (var word in new[] { "a", "b", "c" }) _log.AppendText(Encoding.UTF8.GetBytes(word));

        var (text, position) = Read(0);

        Assert.Contains("\"delta\":\"abc\"", text, StringComparison.Ordinal);
        Assert.Contains($"id: {_log.MessageId}:3\n", text, StringComparison.Ordinal);
        Assert.Equal(4, position);
    }

    [Fact]
    public void A_reader_that_keeps_up_gets_each_delta()
    {
        _log.AppendText("a"u8);
        var (_, position) = Read(0);
        _log.AppendText("b"u8);

        Assert.Contains("\"delta\":\"b\"", Read(position).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_beyond_the_end_waits_for_what_comes()
    {
        _log.AppendText("a"u8);

        var (text, position) = Read(1000);

        Assert.Equal("", text);
        Assert.Equal(2, position);
    }

    [Fact]
    public void Text_and_reasoning_become_parts_in_their_order()
    {
        _log.AppendReasoning("hm"u8);
        _log.AppendText("yes "u8);
        _log.AppendText("é"u8);
        _log.AppendReasoning("but"u8);

        Assert.Equal([MessagePart.OfReasoning("hm"), MessagePart.OfText("yes é"), MessagePart.OfReasoning("but")], _log.ToParts());
    }

    [Fact]
    public void Pieces_written_down_join_to_the_whole_wherever_they_were_cut()
    {
        List<Draft> drafts = [];
        foreach (var (text, reasoning) in new[] { ("th", true), ("ink", true), ("an", false), ("", false), ("swer", false), ("more", true) })
        {
            if (reasoning) _log.AppendReasoning(Encoding.UTF8.GetBytes(text));
            else _log.AppendText(Encoding.UTF8.GetBytes(text));
            drafts.AddRange(_log.TakeUnflushed());
        }

        Assert.Empty(_log.TakeUnflushed());
        Assert.Equal(_log.ToParts(), DraftText.ToParts(drafts.OrderBy(d => d.Position)));
    }

    [Fact]
    public void Pieces_that_could_not_be_written_come_again()
    {
        _log.AppendText("one"u8);
        var lost = _log.TakeUnflushed();
        _log.AppendText(" two"u8);

        _log.GiveBack(lost[0].Position);

        Assert.Equal("one two", Encoding.UTF8.GetString(Assert.Single(_log.TakeUnflushed()).Text));
    }

    [Fact]
    public void Everything_that_JSON_must_escape_is_escaped()
    {
        const string Nasty = "\"\\\n\r\t\u0001</script>\u2028😀";
        _log.AppendText(Encoding.UTF8.GetBytes(Nasty));

        var data = Read(1).Text.Split('\n').Single(l => l.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];

        Assert.Equal(Nasty, System.Text.Json.JsonDocument.Parse(data).RootElement.GetProperty("delta").GetString());
    }

    [Fact]
    public async Task A_signal_set_before_the_wait_is_not_lost()
    {
        var signal = new Signal();
        signal.Set();
        signal.Set();

        await signal.WaitAsync();
        var wait = signal.WaitAsync();
        Assert.False(wait.IsCompleted);
        signal.Set();
        await wait;
    }

    [Fact]
    public async Task A_reader_racing_the_writer_sees_every_byte_once()
    {
        var reader = Task.Run(async () =>
        {
            var signal = new Signal();
            _log.Join(signal);
            var text = new StringBuilder();
            for (var position = 0; !_log.IsEnd(position);)
            {
                var (read, next) = Read(position);
                if (next == position) await signal.WaitAsync();
                foreach (var line in read.Split('\n').Where(l => l.Contains("\"delta\"", StringComparison.Ordinal)))
                    text.Append(System.Text.Json.JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("delta").GetString());
                position = next;
            }

            return text.ToString();
        });

        var expected = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} "));
        foreach (var word in Enumerable.Range(0, 20_000)) _log.AppendText(Encoding.UTF8.GetBytes($"{word} "));
        _log.Complete();

        Assert.Equal(expected, await reader.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private (string Text, int Position) Read(int from)
    {
        var output = new ArrayBufferWriter<byte>();
        var position = _log.Read(from, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), position);
    }
}
