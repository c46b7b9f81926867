using System.Net;
using System.Net.Sockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class FuzzTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_token_with_anything_changed_signs_nobody_in()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var token = user.AccessToken;
        var changes = from at in Gen.Choose(0, token.Length - 1)
                      from to in Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ~".ToCharArray())
                      from how in Gen.Choose(0, 3)
                      select how switch
                      {
                          0 => token.Remove(at, 1),
                          1 => token.Insert(at, to.ToString()),
                          2 => string.Concat(token.AsSpan(0, at), new string(to, 1), token.AsSpan(at + 1)),
                          _ => token[..at],
                      };

        foreach (var changed in Gen.Sample(changes, 300).Where(c => c != token))
            Assert.True(HttpStatusCode.Unauthorized == await host.MeAsync(changed), changed);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(token));
    }

    [Fact]
    public async Task Bits_that_mean_nothing_must_be_zero()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != user.AccessToken[^1]))
            Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken[..^1] + last));

        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != user.RefreshToken![^1]))
        {
            using var response = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken![..^1] + last });
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        }
    }

    [Fact]
    public async Task No_Authorization_header_makes_the_server_fail()
    {
        var lines = from scheme in Gen.Elements("Bearer ", "bearer ", "BEARER", "Basic ", "Bearer\t", "", "Bearer Bearer ", "Digest ")
                    from length in Gen.Choose(0, 200)
                    from bytes in Gen.Choose(1, 255).Where(b => b is not ('\r' or '\n')).ListOf(length)
                    select (byte[])[.. Encoding.ASCII.GetBytes(scheme), .. bytes.Select(b => (byte)b)];

        foreach (var line in Gen.Sample(lines, 200))
        {
            var status = await SendRawAsync(line);
            Assert.True(status is 400 or 401, $"{status} for {Convert.ToHexString(line)}");
        }
    }

    [Fact]
    public async Task No_refresh_token_makes_the_server_fail()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var token = user.RefreshToken!;
        var changes = from at in Gen.Choose(0, token.Length - 1)
                      from to in Gen.Choose(' ', 0x2fff)
                      select string.Concat(token.AsSpan(0, at), new string((char)to, 1), token.AsSpan(at + 1));

        foreach (var changed in Gen.Sample(changes, 150).Where(c => c != token))
        {
            using var response = await host.PostAsync("refresh", new { refreshToken = changed });
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        }
    }

    private async Task<int> SendRawAsync(byte[] authorization)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = client.GetStream();
        byte[] request =
        [
            .. Encoding.ASCII.GetBytes($"GET /api/v1/me HTTP/1.1\r\nHost: {host.Address.Authority}\r\nConnection: close\r\nAuthorization: "), .. authorization, .. "\r\n\r\n"u8,
        ];
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var status = await reader.ReadLineAsync();
        return int.Parse(status!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
