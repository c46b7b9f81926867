using Microsoft.AspNetCore.Http;
using OllamaNet.Inference.Limits;
using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Inference.Tests.Limits;

public sealed class RateLimitHeaderTests
{
    private static readonly SetClock Clock = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private static readonly Standing Requests = new(60, 59, TimeSpan.FromSeconds(1)), Tokens = new(100_000, 40_000, TimeSpan.FromSeconds(90));

    [Fact]
    public void OpenAI_clients_find_theirs()
    {
        var headers = Written(ErrorForm.OpenAI, Requests, Tokens);

        Assert.Equal(("60", "59", "1s"), (headers["x-ratelimit-limit-requests"].ToString(), headers["x-ratelimit-remaining-requests"].ToString(), headers["x-ratelimit-reset-requests"].ToString()));
        Assert.Equal(("100000", "40000", "1m30s"), (headers["x-ratelimit-limit-tokens"].ToString(), headers["x-ratelimit-remaining-tokens"].ToString(), headers["x-ratelimit-reset-tokens"].ToString()));
    }

    [Fact]
    public void Anthropic_clients_find_theirs()
    {
        var headers = Written(ErrorForm.Anthropic, Requests, null);

        Assert.Equal(("60", "59", "2026-11-21T12:00:01Z"), (headers["anthropic-ratelimit-requests-limit"].ToString(), headers["anthropic-ratelimit-requests-remaining"].ToString(), headers["anthropic-ratelimit-requests-reset"].ToString()));
        Assert.DoesNotContain("anthropic-ratelimit-tokens-limit", headers.Keys, StringComparer.Ordinal);
    }

    [Theory, InlineData(ErrorForm.OpenAI), InlineData(ErrorForm.Anthropic), InlineData(ErrorForm.Ollama), InlineData(ErrorForm.Problem)]
    public void Everybody_finds_those_of_the_IETF(ErrorForm form)
    {
        var headers = Written(form, Requests, Tokens);

        Assert.Equal("\"requests\";q=60;w=60, \"tokens\";q=100000;w=60", headers["RateLimit-Policy"].ToString());
        Assert.Equal("\"requests\";r=59;t=1, \"tokens\";r=40000;t=90", headers["RateLimit"].ToString());
    }

    [Fact]
    public void Where_there_is_no_limit_there_are_no_headers() => Assert.Empty(Written(ErrorForm.OpenAI, null, null));

    [Theory, InlineData(0, "0ms"), InlineData(120, "120ms"), InlineData(1500, "1.5s"), InlineData(360_000, "6m0s")]
    public void Durations_are_as_OpenAI_writes_them(int milliseconds, string written) => Assert.Equal(written, RateLimitHeaders.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    private static HeaderDictionary Written(ErrorForm form, Standing? requests, Standing? tokens)
    {
        var headers = new HeaderDictionary();
        RateLimitHeaders.Write(headers, form, requests, tokens, Clock);
        return headers;
    }
}
