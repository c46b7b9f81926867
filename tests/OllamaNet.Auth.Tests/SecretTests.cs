using System.Net;
using System.Security.Cryptography;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class SecretTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ollamanet-secrets-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_secret_comes_back_under_the_same_key_purpose_and_context_only()
    {
        var secret = RandomNumberGenerator.GetBytes(100);
        var protector = new SecretProtector(MasterKeyIn("a"));

        var stored = protector.Protect("nodes", "row 1", secret);

        Assert.Equal(secret, protector.Unprotect("nodes", "row 1", stored));
        Assert.Equal(secret, new SecretProtector(MasterKeyIn("a")).Unprotect("nodes", "row 1", stored));
        Assert.Null(protector.Unprotect("nodes", "row 2", stored));
        Assert.Null(protector.Unprotect("mail", "row 1", stored));
        Assert.Null(new SecretProtector(MasterKeyIn("b")).Unprotect("nodes", "row 1", stored));
        Assert.NotEqual(stored, protector.Protect("nodes", "row 1", secret));
    }

    [Fact]
    public void A_secret_that_was_changed_anywhere_does_not_come_back()
    {
        var protector = new SecretProtector(MasterKeyIn("a"));
        var stored = protector.Protect("nodes", "row 1", "secret"u8);

        for (var i = 0; i < stored.Length; i++)
        {
            var changed = stored.ToArray();
            changed[i] ^= 1;
            Assert.Null(protector.Unprotect("nodes", "row 1", changed));
        }

        Assert.Null(protector.Unprotect("nodes", "row 1", stored.AsSpan(0, 10)));
        Assert.Null(protector.Unprotect("nodes", "row 1", []));
    }

    [Fact]
    public void Every_purpose_has_a_key_of_its_own()
    {
        var master = MasterKeyIn("a");

        Assert.Equal(32, master.Derive("one").Length);
        Assert.Equal(master.Derive("one"), master.Derive("one"));
        Assert.NotEqual(master.Derive("one"), master.Derive("two"));
    }

    [Fact]
    public async Task Processes_that_start_at_once_make_one_master_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Convert.ToHexString(MasterKeyIn("shared").Derive("one")))));

        Assert.Single(keys.Distinct());
        Assert.Equal(["master.key"], Directory.EnumerateFiles(Path.Combine(folder.FullName, "shared")).Select(Path.GetFileName)!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("AAAA")]
    public void A_damaged_master_key_is_said_and_never_replaced(string content)
    {
        var data = DataIn("damaged");
        File.WriteAllText(data.At("master.key"), content);

        var exception = Assert.Throws<InvalidOperationException>(() => new MasterKey(data).Derive("one"));

        Assert.Contains("master.key", exception.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(data.At("master.key")));
    }

    [Fact]
    public async Task With_another_master_key_old_tokens_are_refused_and_people_can_log_in()
    {
        await using var host = await TestHost.StartAsync(AuthHost.NoLimits);
        using var user = await host.SignUpAsync("ada");
        var settings = host.SettingsToShare();
        settings[DataDirectory.Setting] = DataIn("restored").FullPath;

        await using var restored = await TestHost.StartAsync(settings);
        using var again = await restored.LogInAsync("ada");
        using var refresh = await restored.PostAsync("refresh", new { refreshToken = user.RefreshToken });

        Assert.Equal(HttpStatusCode.Unauthorized, await restored.MeAsync(user.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await restored.MeAsync(again.AccessToken));
        Assert.Equal(HttpStatusCode.OK, refresh.StatusCode);
    }

    private DataDirectory DataIn(string name) => new(Path.Combine(folder.FullName, name));

    private MasterKey MasterKeyIn(string name) => new(DataIn(name));
}
