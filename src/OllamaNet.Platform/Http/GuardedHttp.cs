using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OllamaNet.Platform.Http;

/// <param name="Body">All of it.</param>
public sealed record GuardedAnswer(HttpStatusCode Status, byte[] Body);

/// <summary>
/// The one way out to addresses that are not in the files of the installation. It goes to public addresses with TLS and to the private targets that an administrator
/// listed, follows no redirect, sends nothing that was not asked for, and reads no more than the caller wants.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private readonly IOptionsMonitor<OutgoingOptions> _options;
    private readonly HttpClient _client;

    public GuardedHttp(IOptionsMonitor<OutgoingOptions> options)
    {
        _options = options;
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 32,
            // What is taken off the list is not called for long.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = GuardedAddresses.ConnectOnlyTo(IsListed),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("OllamaNet", typeof(GuardedHttp).Assembly.GetName().Version?.ToString(2)));
    }

    /// <summary>Whether the address may be called, as far as it says itself; where a name leads is looked at when it is connected to.</summary>
    public bool MayCall(Uri address) => address.IsAbsoluteUri && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsListed(new DnsEndPoint(address.IdnHost, address.Port))));

    /// <exception cref="HttpRequestException">It may not be called, does not answer in time, or its answer is too long.</exception>
    public async Task<GuardedAnswer> SendAsync(HttpRequestMessage request, int mostBytes, CancellationToken cancellationToken)
    {
        if (!MayCall(request.RequestUri!)) throw new HttpRequestException("The address is not one that may be called.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(_options.CurrentValue.Seconds));
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[mostBytes + 1];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token);
            return length <= mostBytes ? new(response.StatusCode, buffer[..length]) : throw new HttpRequestException("The answer is too long.");
        }
        catch (Exception exception) when (exception is IOException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new HttpRequestException("There was no answer in time, or it broke off.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private bool IsListed(DnsEndPoint target) =>
        (_options.CurrentValue.PrivateTargets ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(t => Uri.TryCreate($"http://{t}", UriKind.Absolute, out var listed) && listed.Port == target.Port && string.Equals(listed.IdnHost, target.Host, StringComparison.OrdinalIgnoreCase));
}
