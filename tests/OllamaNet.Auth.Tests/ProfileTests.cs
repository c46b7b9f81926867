using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Images;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class ProfileTests(AuthHost shared) : IClassFixture<AuthHost>
{
    // 2 × 1, with a text chunk that must not survive.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADnRFWHRDb21tZW50AHNlY3JldGSqxSkAAAAPSURBVHicY/jPwMDwnwEAB/8B/wF/iacAAAAASUVORK5CYII=");
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Name_language_and_time_zone_follow_to_the_next_device_and_can_be_taken_away()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var changed = await PatchAsync(user, """{"displayName":" Ada · محمّد 👩‍💻 ","locale":"pt-BR","timeZone":"Europe/Berlin"}""");
        using var login = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        using var cleared = await PatchAsync(user, """{"displayName":null,"timeZone":null}""");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var elsewhere = (await login.JsonAsync()).GetProperty("user");
        Assert.Equal(("Ada · محمّد 👩‍💻", "pt-BR", "Europe/Berlin"), (elsewhere.Text("displayName"), elsewhere.Text("locale"), elsewhere.Text("timeZone")));
        var now = await cleared.JsonAsync();
        Assert.Equal((JsonValueKind.Null, "pt-BR", JsonValueKind.Null), (now.GetProperty("displayName").ValueKind, now.Text("locale"), now.GetProperty("timeZone").ValueKind));
    }

    [Theory]
    [InlineData("displayName", "")]
    [InlineData("displayName", "   ")]
    [InlineData("displayName", "root\u202e")]
    [InlineData("displayName", "two\nlines")]
    [InlineData("displayName", "zero\u200bwidth")]
    [InlineData("locale", "english")]
    [InlineData("locale", "en'; DROP TABLE auth.users;--")]
    [InlineData("timeZone", "../../etc/passwd")]
    [InlineData("timeZone", "/etc/passwd")]
    [InlineData("timeZone", "Europe/Berlin\n")]
    public async Task What_would_deceive_or_means_nothing_is_refused(string field, string value)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await PatchAsync(user, JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value }));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => string.Equals(e.Name, field, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("")]
    public async Task What_is_no_image_becomes_no_picture(string content)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await UploadAsync(user, Encoding.UTF8.GetBytes(content));

        await response.ShouldBeProblemAsync(IsInstalled ? HttpStatusCode.BadRequest : HttpStatusCode.ServiceUnavailable, IsInstalled ? "not-an-image" : "images-unavailable");
    }

    [Fact]
    public async Task A_picture_is_written_anew_as_a_square_and_served_as_nothing_but_a_picture()
    {
        Assert.SkipUnless(IsInstalled, "libvips is not installed");
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());

        using var set = await UploadAsync(user, Png);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var address = $"/api/v1/me/avatar/{(await set.JsonAsync()).GetProperty("avatarId").GetGuid()}";
        using var picture = await user.Client.GetAsync(address);
        var stored = await picture.Content.ReadAsByteArrayAsync();

        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(picture.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(picture.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal((256, 256), ImageHeader.Read(stored) is { } header ? (header.Width, header.Height) : default);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);

        using var stolen = await eve.Client.GetAsync(address);
        await stolen.ShouldBeProblemAsync(HttpStatusCode.NotFound, "avatar-not-found");
        using var anonymous = await host.SendAsync(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        using var again = await UploadAsync(user, Png);
        using var gone = await user.Client.GetAsync(address);
        await gone.ShouldBeProblemAsync(HttpStatusCode.NotFound, "avatar-not-found");
        using var removed = await user.Client.DeleteAsync("/api/v1/me/avatar");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("avatarId").ValueKind);
    }

    private bool IsInstalled => host.Services.GetRequiredService<ImageCleaner>().IsInstalled;

    private static async Task<HttpResponseMessage> UploadAsync(TestUser user, byte[] bytes) => await user.Client.PostAsync("/api/v1/me/avatar", new ByteArrayContent(bytes));

    private static Task<HttpResponseMessage> PatchAsync(TestUser user, string json) => user.Client.PatchAsync("/api/v1/me", new StringContent(json, Encoding.UTF8, "application/json"));
}
