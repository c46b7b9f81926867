using System.Net;
using Microsoft.Extensions.FileProviders;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class EdgeWebFileTests(EdgeWebFileTests.BuiltUI built) : IClassFixture<EdgeWebFileTests.BuiltUI>
{
    private readonly TestHost host = built.Host;

    [Theory]
    [InlineData("/"), InlineData("/index.html"), InlineData("/chats/0199f3a2"), InlineData("/sign-in")]
    public async Task A_page_of_the_app_is_index_html(string path)
    {
        using var response = await GetAsync(path, "text/html,application/xhtml+xml,*/*;q=0.8");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Contains("App", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/nothing"), InlineData("/v1/nothing"), InlineData("/health/nothing"), InlineData("/openapi/nothing"), InlineData("/assets/missing.js")]
    public async Task What_is_no_page_is_never_index_html(string path)
    {
        using var response = await GetAsync(path, "text/html");

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(path.StartsWith("/v1", StringComparison.Ordinal) ? "application/json" : "application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "application/json"), InlineData("POST", "text/html")]
    public async Task Only_navigation_gets_a_page(string method, string accept)
    {
        using var response = await EdgeHost.SendAsync(host.Client, new HttpMethod(method), "/chats/1", ("Accept", accept));

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Hashed_files_stay_for_ever_and_come_compressed()
    {
        using var plain = await GetAsync("/assets/app-1a2b3c.js", "*/*");
        using var small = await EdgeHost.SendAsync(host.Client, HttpMethod.Get, "/assets/app-1a2b3c.js", ("Accept-Encoding", "gzip, br"));

        Assert.Contains("immutable", plain.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal("br", Assert.Single(small.Content.Headers.ContentEncoding));
        Assert.Equal("text/javascript", small.Content.Headers.ContentType!.MediaType);
        Assert.Equal("compressed", await small.Content.ReadAsStringAsync());
        Assert.Contains("Accept-Encoding", small.Headers.Vary, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Other_files_are_checked_each_time()
    {
        using var first = await GetAsync("/theme.js", "*/*");
        using var again = await EdgeHost.SendAsync(host.Client, HttpMethod.Get, "/theme.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/../secret.txt"), InlineData("/%2e%2e/secret.txt"), InlineData("/assets/..%2f..%2fsecret.txt")]
    public async Task Nothing_outside_the_folder_is_served(string path)
    {
        using var response = await GetAsync(path, "*/*");

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_built_UI_the_page_says_so()
    {
        await using var bare = await TestHost.StartAsync(configure: builder => builder.Environment.WebRootFileProvider = new NullFileProvider());

        using var response = await EdgeHost.SendAsync(bare.Client, HttpMethod.Get, "/", ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("was not built", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_is_there_for_a_caller_that_takes_anything()
    {
        using var response = await GetAsync("/", "*/*");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string accept) => EdgeHost.SendAsync(host.Client, HttpMethod.Get, path, ("Accept", accept));

    public sealed class BuiltUI : IAsyncLifetime
    {
        public DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("ollamanet-web-").CreateSubdirectory("wwwroot");

        public TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Root.CreateSubdirectory("assets");
            await WriteAsync("index.html", "<!doctype html><title>App</title>");
            await WriteAsync("theme.js", "1");
            await WriteAsync("assets/app-1a2b3c.js", "console.log(1)");
            await WriteAsync("assets/app-1a2b3c.js.br", "compressed");
            await WriteAsync("../secret.txt", "secret");
            Host = await TestHost.StartAsync(configure: builder => builder.Environment.WebRootFileProvider = new PhysicalFileProvider(Root.FullName));
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Root.Parent!.Delete(recursive: true);
        }

        private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(Root.FullName, name), text);
    }
}
