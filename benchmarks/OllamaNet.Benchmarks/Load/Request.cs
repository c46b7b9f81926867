using System.Net;
using System.Text;

namespace OllamaNet.Benchmarks.Load;

internal static class Request
{
    public static byte[] Get(IPEndPoint server, string path, string token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server}\r\nAuthorization: Bearer {token}\r\n\r\n");

    public static byte[] Post(IPEndPoint server, string path, string? token, string json)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server}\r\n{authorization}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");
    }
}
