using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Access;

/// <summary>A host with an administrator and somebody who is none.</summary>
public sealed class AccessHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public TestUser Administrator { get; private set; } = null!;

    public TestUser Ordinary { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:Enabled"] = "false" });
        Administrator = await Host.SignUpAsync();
        Ordinary = await Host.SignUpAsync();
    }

    /// <summary>Somebody new.</summary>
    public async Task<TestUser> PersonAsync(bool administrator)
    {
        var person = await Host.SignUpAsync();
        if (!administrator) return person;

        person.Dispose();
        using var raised = await Administrator.Client.PatchAsJsonAsync($"/api/v1/admin/users/{person.Id}", new { role = "Admin" });
        Assert.True(raised.IsSuccessStatusCode, await raised.Content.ReadAsStringAsync());
        return await Host.LogInAsync(person.UserName);
    }

    /// <summary>Waits until a client whose session ended is known everywhere.</summary>
    public static async Task UntilRefusedAsync(HttpClient client)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            using var me = await client.GetAsync("/api/v1/me");
            if (me.StatusCode is HttpStatusCode.Unauthorized) return;
            await Task.Delay(100);
        }

        Assert.Fail("The account is still let in.");
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        Ordinary.Dispose();
        await Host.DisposeAsync();
    }
}
