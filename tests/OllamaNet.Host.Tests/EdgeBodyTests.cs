using System.Net;
using System.Text;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>Hostile bodies against what is really mapped. Each must be a problem that names what is wrong, and the process goes on.</summary>
public sealed class EdgeBodyTests(EdgeBodyTests.SignedIn signedIn) : IClassFixture<EdgeBodyTests.SignedIn>
{
    private const string Unknown = "0199f3a2-0000-7000-8000-000000000001";
    private readonly TestUser ada = signedIn.Ada;

    public static TheoryData<string, string> Endpoints => new()
    {
        { "POST /api/v1/auth/register", "userName" },
        { "POST /api/v1/auth/login", "login" },
        { "POST /api/v1/auth/refresh", "refreshToken" },
        { "PATCH /api/v1/me", "userName" },
        { "POST /api/v1/conversations", "title" },
        { $"PATCH /api/v1/conversations/{Unknown}", "title" },
        { $"POST /api/v1/conversations/{Unknown}/messages", "message" },
        { $"POST /api/v1/conversations/{Unknown}/messages/{Unknown}/regenerate", "model" },
        { "POST /api/chats/stream", "message" },
        { "POST /api/chats", "id" },
    };

    [Theory, MemberData(nameof(Endpoints))]
    public async Task Hostile_text_is_refused_by_name(string endpoint, string field)
    {
        string[] bodies =
        [
            $$"""{"{{field}}":7}""",
            $$"""{"{{field}}":{"a":1} }""",
            $$"""{"{{field}}":["a"]}""",
            $$"""{"{{field}}":"a\u0000b"}""",
            $$"""{"{{field}}":"\ud83d"}""",
            $$"""{"{{field}}":"\ude00\ud83d"}""",
            $$"""{"{{field}}":"a","{{field}}":"b"}""",
        ];

        foreach (var body in bodies)
        {
            var problem = await EdgeHost.ProblemAsync(await SendAsync(endpoint, Encoding.UTF8.GetBytes(body)), HttpStatusCode.BadRequest, "validation");
            Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name == field);
        }
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task What_is_no_JSON_of_ours_is_refused(string endpoint, string field)
    {
        byte[][] bodies =
        [
            [.. Encoding.UTF8.GetBytes($$"""{"{{field}}":"a"""), 0xFF, 0xFE, .. "\"}"u8],
            [.. "\uFEFF{"u8],
            "[]"u8.ToArray(),
            "7"u8.ToArray(),
            "{"u8.ToArray(),
            Encoding.UTF8.GetBytes($$"""{"{{field}}":{{new string('[', 500)}}{{new string(']', 500)}}}"""),
            Encoding.UTF8.GetBytes(new string('{', 100_000)),
            Encoding.UTF8.GetBytes($$"""{"{{field}}":"a" /* a comment */}"""),
        ];

        foreach (var body in bodies)
            await EdgeHost.ProblemAsync(await SendAsync(endpoint, body), HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task Another_content_type_is_refused(string endpoint, string field)
    {
        foreach (var type in new[] { "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded" })
            await EdgeHost.ProblemAsync(await SendAsync(endpoint, Encoding.UTF8.GetBytes($$"""{"{{field}}":"a"}"""), type), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task A_text_without_end_is_refused(string endpoint, string field)
    {
        using var response = await SendAsync(endpoint, Encoding.UTF8.GetBytes($$"""{"{{field}}":"{{new string('a', 900_000)}}"}"""));

        await EdgeHost.ProblemAsync(response, HttpStatusCode.BadRequest, "validation");
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task A_body_over_the_limit_is_refused(string endpoint, string field)
    {
        var isChat = endpoint.EndsWith("/messages", StringComparison.Ordinal) || endpoint.EndsWith("/api/chats", StringComparison.Ordinal);
        var size = isChat ? 29 * 1024 * 1024 : 1024 * 1024 + 100;

        using var response = await SendAsync(endpoint, Encoding.UTF8.GetBytes($$"""{"{{field}}":"{{new string('a', size)}}"}"""));

        await EdgeHost.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("POST /api/v1/auth/register", """{"userName":"eve","email":"eve@example.org","password":"correct horse battery staple","roles":["Admin"]}""", "roles")]
    [InlineData("POST /api/v1/auth/login", """{"login":"a","password":"b","admin":true}""", "admin")]
    [InlineData("PATCH /api/v1/me", """{"roles":["Admin"]}""", "roles")]
    [InlineData("PATCH /api/v1/me", """{"id":"0199f3a2-0000-7000-8000-000000000001"}""", "id")]
    [InlineData("POST /api/v1/conversations", """{"ownerId":"0199f3a2-0000-7000-8000-000000000001"}""", "ownerId")]
    [InlineData("POST /api/chats/stream", """{"message":"hi","owner":1}""", "owner")]
    public async Task A_field_nobody_asked_for_is_refused(string endpoint, string body, string field)
    {
        var problem = await EdgeHost.ProblemAsync(await SendAsync(endpoint, Encoding.UTF8.GetBytes(body)), HttpStatusCode.BadRequest, "validation");

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("/api/v1/conversations?limit=x", "limit")]
    [InlineData("/api/v1/conversations?limit=0", "limit")]
    [InlineData("/api/v1/conversations?limit=201", "limit")]
    [InlineData("/api/v1/conversations?limit=99999999999", "limit")]
    [InlineData("/api/v1/conversations?after=%F0%9F%98%80", "after")]
    [InlineData("/api/v1/conversations?after=AAAA", "after")]
    [InlineData($"/api/v1/conversations/{Unknown}/messages?leaf=x", "leaf")]
    [InlineData("/api/v1/usage?from=yesterday", "from")]
    [InlineData($"/api/v1/conversations/{Unknown}/messages?before='%20OR%201=1", "before")]
    public async Task A_wrong_parameter_is_named(string path, string field)
    {
        var problem = await EdgeHost.ProblemAsync(await ada.Client.GetAsync(path), HttpStatusCode.BadRequest, "validation");

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("/api/v1/conversations/0199f3a2-0000-7000-8000-000000000001")]
    [InlineData("/api/v1/conversations/not-a-guid")]
    [InlineData("/api/v1/conversations/0199f3a2-0000-7000-8000-000000000001/messages")]
    [InlineData("/api/v1/conversations/%2e%2e/%2e%2e/metrics")]
    [InlineData("/api/v1/nothing")]
    public async Task What_is_not_there_is_a_problem_too(string path) =>
        await EdgeHost.ProblemAsync(await ada.Client.GetAsync(path), HttpStatusCode.NotFound);

    private async Task<HttpResponseMessage> SendAsync(string endpoint, byte[] body, string contentType = "application/json")
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        request.Headers.ExpectContinue = body.Length > 1024 * 1024; // Else the refusal cuts the upload, and this client reports that.
        return await ada.Client.SendAsync(request);
    }

    public sealed class SignedIn : IAsyncLifetime
    {
        private TestHost host = null!;

        public TestUser Ada { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            // What fails to sign in is limited strictly, and these all fail.
            host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:SignIn:Burst"] = "1000" });
            Ada = await host.SignUpAsync();
        }

        public async ValueTask DisposeAsync()
        {
            Ada.Dispose();
            await host.DisposeAsync();
        }
    }
}
