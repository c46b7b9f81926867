using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OllamaNet.Auth.Tests;

/// <summary>Stands in for a mail server: speaks as much SMTP (RFC 5321) as a client needs to hand over mail, in the clear, and keeps what it got.</summary>
public sealed class SmtpSimulator : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();

    public SmtpSimulator()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What has come for this address so far.</summary>
    public IReadOnlyList<ReceivedMail> To(string address) => [.. _mails.Where(m => string.Equals(m.To, address, StringComparison.OrdinalIgnoreCase))];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 simulator");
            var to = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT") to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    _mails.Enqueue(new(to, await ReadDataAsync(reader)));
                }

                await writer.WriteLineAsync(verb switch { "EHLO" => "250 8BITMIME", "QUIT" => "221 bye", _ => "250 ok" });
                if (verb == "QUIT") return;
            }
        }
    }

    private static async Task<string> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") data.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append('\n');
        return data.ToString();
    }
}

/// <param name="Data">Header and body as they came.</param>
public sealed record ReceivedMail(string To, string Data)
{
    /// <summary>The text, decoded.</summary>
    public string Text
    {
        get
        {
            var parts = Data.Split("\n\n", 2);
            if (parts[0].Contains("base64", StringComparison.OrdinalIgnoreCase)) return Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].ReplaceLineEndings("")));
            return parts[0].Contains("quoted-printable", StringComparison.OrdinalIgnoreCase) ? Unquote(parts[1]) : parts[1];
        }
    }

    /// <summary>What follows <c>#</c> in the address of this page.</summary>
    public string TokenOf(string page)
    {
        var start = Text.IndexOf($"/{page}#", StringComparison.Ordinal) + page.Length + 2;
        return new string([.. Text[start..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
    }

    private static string Unquote(string body)
    {
        var joined = body.Replace("=\n", "", StringComparison.Ordinal);
        List<byte> bytes = [];
        for (var i = 0; i < joined.Length; i++)
        {
            if (joined[i] == '=')
            {
                bytes.Add(Convert.ToByte(joined.Substring(i + 1, 2), 16));
                i += 2;
            }
            else bytes.Add((byte)joined[i]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
