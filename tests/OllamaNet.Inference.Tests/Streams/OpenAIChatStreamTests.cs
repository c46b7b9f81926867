using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

/// <summary>The forms in which servers send what is meant to be one protocol.</summary>
public sealed class OpenAIChatStreamTests
{
    private const string Finish = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    [Fact]
    public async Task Comments_event_names_and_missing_blanks_do_not_matter()
    {
        var (end, sink) = await ReadAsync(": hello\n\nevent: message\nid: 1\nretry: 5\ndata:{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"a\"}}]}\r\n\r\n" + Finish + "data: [DONE]\n\n");

        Assert.Equal("a", sink.Text);
        Assert.Equal("stop", end.FinishReason);
    }

    [Fact]
    public async Task The_end_may_do_without_DONE_but_not_without_a_finish()
    {
        Assert.Equal("stop", (await ReadAsync(Finish)).End.FinishReason);

        Assert.Equal(WireFailure.Cut, (await FailAsync("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")).Failure);
        Assert.Equal(WireFailure.Cut, (await FailAsync("data: [DONE]\n\n")).Failure);
        Assert.Equal(WireFailure.Cut, (await FailAsync("")).Failure);
        Assert.Equal(WireFailure.Cut, (await FailAsync("data: {\"choices\":[{\"del")).Failure);
    }

    [Fact]
    public async Task Reasoning_under_both_names_is_taken_once()
    {
        var (_, sink) = await ReadAsync("data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\",\"content\":null}}]}\n\n" + Finish);

        Assert.Equal("hm", sink.Thinking);
        Assert.Equal("", sink.Text);
    }

    [Fact]
    public async Task Usage_and_timings_are_read_wherever_they_come()
    {
        var (end, _) = await ReadAsync("data: {\"choices\":[],\"usage\":null}\n\n" + Finish + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4},\"timings\":{\"prompt_ms\":1.5,\"predicted_ms\":20}}\n\ndata: [DONE]\n\n");

        Assert.Equal((3, 4), (end.PromptTokens, end.AnswerTokens));
        Assert.Equal((TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(20)), (end.Prompt, end.Answer));
    }

    [Fact]
    public async Task Tool_calls_without_an_index_begin_with_their_id()
    {
        var (end, sink) = await ReadAsync(
            Call("""{"id":"a","function":{"name":"one","arguments":"{\"x\""}}""") + Call("""{"function":{"arguments":":1}"}}""") + Call("""{"id":"b","function":{"name":"two","arguments":""}}""") + Finish);

        Assert.True(end.CalledTools);
        Assert.Equal([new ToolCall("a", "one", "{\"x\":1}"), new ToolCall("b", "two", "{}")], sink.Calls);
    }

    [Theory]
    [InlineData("""{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\""}}""")]
    [InlineData("""{"index":0,"id":"a","function":{"arguments":"{}"}}""")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"one","arguments":"[]"}}""")]
    public async Task A_tool_call_that_is_none_is_a_failure(string call)
    {
        Assert.Equal(WireFailure.Garbage, (await FailAsync(Call(call) + Finish)).Failure);
    }

    [Fact]
    public async Task Pages_that_the_text_is_annotated_with_are_sources_each_once()
    {
        var (_, sink) = await ReadAsync(
            Annotated("""{"type":"url_citation","url_citation":{"url":"https://a.example/x","title":"A","start_index":0,"end_index":4}}""") +
            Annotated("""{"type":"url_citation","url_citation":{"url":"https://a.example/x","title":"A"}},{"type":"file_citation","file_citation":{"file_id":"f"}},{"type":"url_citation","url_citation":{"url":"http://b.example","title":null}}""") + Finish);

        Assert.Equal([(1, "https://a.example/x", "A"), (2, "http://b.example/", null)], sink.Sources.Select(s => (s.Number, s.Url, s.Title)));
    }

    [Fact]
    public async Task Lists_of_pages_beside_the_choices_are_sources_in_their_order_however_often_they_come()
    {
        const string Lists = "\"citations\":[\"https://a.example/\",\"javascript:alert(1)\",\"https://c.example/\"],\"search_results\":[{\"title\":\"A\",\"url\":\"https://a.example/\",\"date\":null}]";
        var (_, sink) = await ReadAsync($"data: {{{Lists},\"choices\":[{{\"delta\":{{\"content\":\"See [3].\"}}}}]}}\n\ndata: {{{Lists},\"choices\":[{{\"delta\":{{\"content\":\"\"}},\"finish_reason\":\"stop\"}}]}}\n\n");

        Assert.Equal("See [3].", sink.Text);
        Assert.Equal([(1, "https://a.example/", "A"), (3, "https://c.example/", null)], sink.Sources.Select(s => (s.Number, s.Url, s.Title)));
    }

    [Theory]
    [InlineData("1"), InlineData("{}"), InlineData("null"), InlineData("[1]"), InlineData("[null]"), InlineData("[{}]"), InlineData("[{\"url_citation\":1}]"), InlineData("[{\"url_citation\":{\"url\":1}}]")]
    [InlineData("[{\"url_citation\":{\"url\":\"\\ud800\"}}]"), InlineData("[{\"url\":\"/etc/passwd\"}]"), InlineData("[\"data:text/html,x\"]"), InlineData("[\"https://user:secret@a.example/\"]")]
    public async Task What_is_no_source_costs_no_answer(string sources)
    {
        var (end, sink) = await ReadAsync($"data: {{\"citations\":{sources},\"search_results\":{sources},\"choices\":[{{\"delta\":{{\"content\":\"a\",\"annotations\":{sources}}}}}]}}\n\n{Finish}");

        Assert.Equal(("a", "stop"), (sink.Text, end.FinishReason));
        Assert.Empty(sink.Sources);
    }

    [Fact]
    public async Task An_engine_that_names_pages_without_end_gets_fifty_in()
    {
        var pages = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"{{\"url_citation\":{{\"url\":\"https://a.example/{i}\"}}}}"));
        Assert.Equal(AnswerSource.Most, (await ReadAsync(Annotated(pages) + Finish)).Sink.Sources.Count);

        var list = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"https://a.example/{i}\""));
        Assert.Equal(AnswerSource.Most, (await ReadAsync($"data: {{\"choices\":[],\"citations\":[{list}]}}\n\n{Finish}")).Sink.Sources.Count);
    }

    [Theory]
    [InlineData("javascript:alert(1)"), InlineData("JaVaScRiPt:alert(1)"), InlineData("\tjavascript:alert(1)"), InlineData("data:text/html,x"), InlineData("vbscript:x"), InlineData("file:///etc/passwd"), InlineData("blob:https://a.example/1")]
    [InlineData("//a.example/x"), InlineData("/api/v1/me"), InlineData(""), InlineData(" "), InlineData("https://"), InlineData("https://ada:secret@a.example/"), InlineData("ftp://a.example/"), InlineData(null)]
    public void Only_pages_of_the_web_are_sources(string? url) => Assert.Null(AnswerSource.Of(1, url, "x"));

    [Fact]
    public void A_source_is_short_and_its_title_one_line_that_turns_nothing_around()
    {
        Assert.Null(AnswerSource.Of(1, "https://a.example/" + new string('x', 2048), null));
        Assert.Null(AnswerSource.Of(1, "https://a.example/" + new string('é', 1000), null));
        Assert.Null(AnswerSource.Of(0, "https://a.example/", null));
        Assert.Null(AnswerSource.Of(51, "https://a.example/", null));

        Assert.Equal("a moc.elgoog b", AnswerSource.Of(1, "https://a.example/", " a\n\u202emoc.elgoog\u2069\u0000\u200fb\u061c")!.Title);
        Assert.Null(AnswerSource.Of(1, "https://a.example/", "\u202e \u0007")!.Title);
        Assert.Equal(new string('x', 199), AnswerSource.Of(1, "https://a.example/", new string('x', 199) + "😀" + new string('y', 100_000))!.Title);
        Assert.Equal("https://a.example/%3Cscript%3E%22", AnswerSource.Of(1, "https://a.example/<script>\"", null)!.Url);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n", "out of memory")]
    [InlineData("data: {\"error\":\"out of memory\"}\n\n", "out of memory")]
    [InlineData("{\"error\":{\"message\":\"out of memory\"}}\n", "out of memory")]
    [InlineData("event: error\ndata: {\"error\":{\"text\":\"odd\"}}\n\n", "{\"text\":\"odd\"}")]
    public async Task An_error_in_mid_stream_is_found_in_every_form(string line, string words)
    {
        var failure = await FailAsync("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n" + line);

        Assert.Equal(WireFailure.Reported, failure.Failure);
        Assert.Equal(words, failure.EngineText);
    }

    [Theory]
    [InlineData("<html>"), InlineData("data: []"), InlineData("data: 1"), InlineData("data: {\"choices\":{}}"), InlineData("data: {\"choices\":[1]}")]
    [InlineData("data: {\"choices\":[{\"delta\":[]}]}"), InlineData("data: {\"choices\":[{\"delta\":{\"content\":1}}]}"), InlineData("data: {} {}")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\\ud800\"}}]}"), InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":1}}]}"), InlineData("data: [DONE"), InlineData("x")]
    public async Task What_is_not_the_protocol_is_a_failure(string line)
    {
        Assert.Equal(WireFailure.Garbage, (await FailAsync(line + "\n\n" + Finish)).Failure);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_a_failure()
    {
        byte[] body = [.. "data: {\"choices\":[{\"delta\":{\"content\":\""u8, 0xc3, 0x28, .. "\"}}]}\n"u8];

        var failure = await Assert.ThrowsAsync<WireException>(() => ReadAsync(body));

        Assert.Equal(WireFailure.Garbage, failure.Failure);
    }

    private static string Call(string call) => $"data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{call}]}}}}]}}\n\n";

    private static string Annotated(string annotations) => $"data: {{\"choices\":[{{\"delta\":{{\"annotations\":[{annotations}]}}}}]}}\n\n";

    private static Task<(OpenAIChatEnd End, CollectingSink Sink)> ReadAsync(string body) => ReadAsync(Encoding.UTF8.GetBytes(body));

    private static Task<WireException> FailAsync(string body) => Assert.ThrowsAsync<WireException>(() => ReadAsync(body));

    private static async Task<(OpenAIChatEnd End, CollectingSink Sink)> ReadAsync(byte[] body)
    {
        var sink = new CollectingSink();
        ((IAnswerSink)sink).Started("node", "model");
        using var stream = new OpenAIChatStream(sink);
        return (await stream.ReadAsync(new MemoryStream(body), CancellationToken.None), sink);
    }
}
