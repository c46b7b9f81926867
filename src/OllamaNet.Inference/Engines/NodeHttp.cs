using System.Net.Http.Headers;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Engines;

/// <summary>The HTTP client of one node. It goes to the configured address and nowhere else, so the node's key does too.</summary>
internal static class NodeHttp
{
    private const int LargestBody = 64 * 1024 * 1024;

    public static HttpClient Create(NodeOptions node, string path, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = connectTimeout,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // An answer that is given up must stop the engine now; what follows a finished answer is a few bytes.
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
        };
        if (node.OnlyNetworks is { } networks) handler.ConnectCallback = GuardedAddresses.ConnectOnlyTo(networks);
        if (node.LeavesSite) handler.ActivityHeadersPropagator = null;

        var client = new HttpClient(handler)
        {
            BaseAddress = new UriBuilder(node.Url!) { Path = path.TrimEnd('/') + "/" }.Uri,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestBody,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("OllamaNet", typeof(NodeHttp).Assembly.GetName().Version?.ToString(2)));
        if (!string.IsNullOrEmpty(node.ApiKey)) client.DefaultRequestHeaders.Authorization = new("Bearer", node.ApiKey);
        return client;
    }
}
