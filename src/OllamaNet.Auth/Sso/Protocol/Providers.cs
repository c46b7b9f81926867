using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>
/// Reads what providers say of themselves, and their keys, and keeps it for an hour. A key that is not known is asked for again, once a minute at most: whoever sends
/// tokens with made-up keys must not make this server call the provider each time. Neither must a provider that is away be waited for by everybody.
/// </summary>
internal sealed class Providers(GuardedHttp http, TimeProvider time)
{
    private const int MostKept = 100, MostBytes = 256 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1), Again = TimeSpan.FromMinutes(1), Rest = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <exception cref="SsoException">It cannot be read, or is no provider.</exception>
    public async Task<ProviderDescription> DescribeAsync(string issuer, CancellationToken cancellationToken)
    {
        var known = Entry(issuer);
        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            if (known.Description is { } kept && time.GetUtcNow() < known.DescribedUntil) return kept;
            return await RestingAsync(known, async () =>
            {
                var json = await ReadAsync(ProviderDescription.AddressOf(issuer), cancellationToken);
                var (description, fault) = ProviderDescription.Read(issuer, json);
                if (description is null) throw SsoException.Unavailable(fault!);
                if (!http.MayCall(description.Token) || !http.MayCall(description.Keys) || !http.MayCall(description.Authorization)) throw SsoException.Unavailable("address-not-allowed");
                (known.Description, known.DescribedUntil) = (description, time.GetUtcNow() + Kept);
                return description;
            });
        }
        finally
        {
            known.Gate.Release();
        }
    }

    /// <summary>Those that the token may be signed with.</summary>
    /// <param name="id">Null: the token does not say; then there must be one alone.</param>
    /// <exception cref="SsoException">They cannot be read.</exception>
    public async Task<ProviderKey?> FindKeyAsync(ProviderDescription description, string? id, string algorithm, CancellationToken cancellationToken)
    {
        var known = Entry(description.Issuer);
        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (known.Keys is { } kept && now < known.KeysUntil)
            {
                if (Pick(kept, id, algorithm) is { } key) return key;
                if (now < known.AskAgainAt) return null;
                known.AskAgainAt = now + Again;
            }

            var keys = await RestingAsync(known, async () => ProviderKey.ReadSet(await ReadAsync(description.Keys, cancellationToken)));
            (known.Keys, known.KeysUntil) = (keys, now + Kept);
            return Pick(keys, id, algorithm);
        }
        finally
        {
            known.Gate.Release();
        }
    }

    /// <summary>Asks anew, whatever is kept.</summary>
    public void Forget(string issuer) => _known.TryRemove(issuer, out _);

    /// <summary>How many keys it has that can be used.</summary>
    public async Task<int> CountKeysAsync(ProviderDescription description, CancellationToken cancellationToken) => ProviderKey.ReadSet(await ReadAsync(description.Keys, cancellationToken)).Count;

    private static ProviderKey? Pick(IReadOnlyList<ProviderKey> keys, string? id, string algorithm)
    {
        var fitting = keys.Where(k => (id is null || k.Id == id) && k.Fits(algorithm)).Take(2).ToArray();
        return fitting is [var only] ? only : null;
    }

    private async Task<T> RestingAsync<T>(Known known, Func<Task<T>> ask)
    {
        if (time.GetUtcNow() < known.RestsUntil) throw SsoException.Unavailable("resting");
        try
        {
            return await ask();
        }
        catch (SsoException)
        {
            known.RestsUntil = time.GetUtcNow() + Rest;
            throw;
        }
    }

    private async Task<JsonElement> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("application/json") } } };
            var answer = await http.SendAsync(request, MostBytes, cancellationToken);
            if (answer.Status is not HttpStatusCode.OK) throw SsoException.Unavailable($"status-{(int)answer.Status}");
            using var json = JsonDocument.Parse(answer.Body, Strict);
            return json.RootElement.Clone();
        }
        catch (HttpRequestException)
        {
            throw SsoException.Unavailable("unreachable");
        }
        catch (JsonException)
        {
            throw SsoException.Unavailable("no-json");
        }
    }

    private Known Entry(string issuer)
    {
        // Issuers are what administrators set up; those of long ago need not stay.
        if (_known.Count > MostKept) _known.Clear();
        return _known.GetOrAdd(issuer, static _ => new());
    }

    private sealed class Known
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public ProviderDescription? Description { get; set; }

        public DateTimeOffset DescribedUntil { get; set; }

        public IReadOnlyList<ProviderKey>? Keys { get; set; }

        public DateTimeOffset KeysUntil { get; set; }

        public DateTimeOffset AskAgainAt { get; set; }

        public DateTimeOffset RestsUntil { get; set; }
    }
}
