using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace OllamaNet.Platform.Security;

/// <summary>Makes access tokens: ES256 JWTs of the shape of RFC 9068.</summary>
public sealed class TokenIssuer
{
    internal const string Type = "at+jwt";
    private readonly SigningKeys _keys;
    private readonly SecurityOptions _options;
    private readonly TimeProvider _time;

    internal TokenIssuer(SigningKeys keys, IOptions<SecurityOptions> options, TimeProvider time) => (_keys, _options, _time) = (keys, options.Value, time);

    public TimeSpan Lifetime => _options.AccessTokenLifetime;

    public async ValueTask<string> IssueAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var ring = await _keys.GetAsync(cancellationToken);
        return Issue(ring.Signer, token);
    }

    private string Issue(SigningKey signer, AccessToken token)
    {
        var header = Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"{{Type}}","kid":"{{signer.Id}}"}""");
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Payload(token).WrittenSpan)}";
        Span<byte> signature = stackalloc byte[SigningKey.SignatureLength];
        signer.Sign(Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private ArrayBufferWriter<byte> Payload(AccessToken token)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var json = new ArrayBufferWriter<byte>(320);
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("iss"u8, _options.Issuer);
        writer.WriteString("aud"u8, _options.Audience);
        writer.WriteString("sub"u8, token.UserId);
        writer.WriteString("sid"u8, token.SessionId);
        writer.WriteNumber("ver"u8, token.Version);
        writer.WriteNumber("iat"u8, now);
        writer.WriteNumber("nbf"u8, now);
        writer.WriteNumber("exp"u8, now + (long)Lifetime.TotalSeconds);
        if (token.ProvenAt is { } provenAt) writer.WriteNumber("auth_time"u8, provenAt.ToUnixTimeSeconds());
        writer.WriteString("jti"u8, Guid.CreateVersion7());
        writer.WriteStartArray("roles"u8);
        foreach (var role in token.Roles) writer.WriteStringValue(role);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return json;
    }
}
