using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Security;

namespace OllamaNet.Testing;

/// <summary>Signs whatever a test wants with the host's own key: what is refused then is refused for what it says, not for its signature.</summary>
public static class TokenForge
{
    public static async Task<string> SigningKeyIdAsync(this TestHost host) => (await RingAsync(host)).Signer.Id;

    public static async Task<string> SignAsync(this TestHost host, string header, string payload)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        var signature = new byte[SigningKey.SignatureLength];
        (await RingAsync(host)).Signer.Sign(Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static async Task<KeyRing> RingAsync(TestHost host) => await host.Services.GetRequiredService<SigningKeys>().GetAsync(CancellationToken.None);
}
