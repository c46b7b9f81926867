namespace OllamaNet.Gateway;

/// <summary>How the edge is reached.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>What <c>--behind-proxy</c> sets.</summary>
    public const string BehindProxyFlag = "OllamaNet:BehindProxy";

    /// <summary>Names besides the loopback ones that a request may address this server by, such as <c>chat.example.org</c>. <c>*</c> takes any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins besides the server's own whose pages may call it, such as <c>https://intranet.example.org</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>A proxy in front terminates TLS: its forwarded headers are believed. <c>--behind-proxy</c> sets it.</summary>
    public bool BehindProxy { get; set; }

    /// <summary>Networks the proxy speaks from, such as <c>10.0.0.0/8</c>. Loopback is always trusted.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];
}
