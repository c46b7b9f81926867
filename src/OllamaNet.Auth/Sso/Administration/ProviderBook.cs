using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso.Administration;

/// <summary>The providers that are set up. Whoever could write a rule for a role could give it to themselves: only administrators touch a provider that has rules.</summary>
internal sealed class ProviderBook(AuthDb db, GuardedHttp http, Providers providers, SecretProtector protector, AuditLog audit, TimeProvider time)
{
    private const int Most = 20;

    public async Task<(SsoProvider? Provider, ProblemHttpResult? Problem)> CreateAsync(SsoProviderRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        if (await FaultAsync(request, current, before: null, cancellationToken) is { } fault) return (null, fault);
        if (await db.SsoProviders.CountAsync(cancellationToken) >= Most) return (null, Problems.Conflict("too-many-providers", $"There are {Most} login providers already. Remove one first."));

        var now = time.GetUtcNow();
        var provider = new SsoProvider
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name.Trim(),
            Issuer = request.Issuer,
            ClientId = request.ClientId,
            Scopes = request.Scopes,
            RulesJson = SsoProvider.Write(request.Rules),
            CreatedAt = now,
        };
        Apply(provider, request);
        provider.SetSecret(protector, request.ClientSecret);
        db.SsoProviders.Add(provider);
        await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.ProviderCreated, "sso-provider", provider.Id, provider.Name) with { After = Told(provider) }, cancellationToken);
        return (provider, null);
    }

    public async Task<(SsoProvider? Provider, ProblemHttpResult? Problem)> ReplaceAsync(Guid id, SsoProviderRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        if (await db.SsoProviders.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } provider) return (null, Problems.NotFound("login provider"));
        if (await FaultAsync(request, current, provider, cancellationToken) is { } fault) return (null, fault);

        var before = Told(provider);
        var moves = provider.Issuer != request.Issuer;
        // A secret goes to whom it was set for, and to nobody else.
        if (moves && provider.SealedSecret is not null && request.ClientSecret is null) return (null, Problems.Invalid("clientSecret", "With another issuer the client secret has to be given anew."));
        providers.Forget(provider.Issuer);
        Apply(provider, request);
        if (request.ClientSecret is not null) provider.SetSecret(protector, request.ClientSecret);
        await audit.RecordAsync(
            db, async stop => Math.Max(1, await db.SaveChangesAsync(stop)),
            AuditEntry.On(AuditActions.ProviderChanged, "sso-provider", id, provider.Name) with { Before = before, After = new { Now = Told(provider), SecretChanged = request.ClientSecret is not null } }, cancellationToken);
        return (provider, null);
    }

    public async Task<ProblemHttpResult?> DeleteAsync(Guid id, CurrentUser current, CancellationToken cancellationToken)
    {
        if (await db.SsoProviders.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } provider) return Problems.NotFound("login provider");
        if (!current.IsAdmin && provider.Rules.Count > 0) return RulesAreAdministrators();
        await audit.RecordAsync(
            db, stop => db.SsoProviders.Where(p => p.Id == id).ExecuteDeleteAsync(stop), AuditEntry.On(AuditActions.ProviderDeleted, "sso-provider", id, provider.Name) with { Before = Told(provider) }, cancellationToken);
        return null;
    }

    private async Task<ProblemHttpResult?> FaultAsync(SsoProviderRequest request, CurrentUser current, SsoProvider? before, CancellationToken cancellationToken)
    {
        if (!current.IsAdmin && (request.Rules is { Count: > 0 } || before is { Rules.Count: > 0 })) return RulesAreAdministrators();
        if (!http.MayCall(new(request.Issuer))) return Problems.Invalid("issuer", "Without TLS only private targets may be called that are listed in the setting Outgoing:PrivateTargets, with host and port.");
        string[] roles = [.. (request.Rules ?? []).Select(r => r.Role).Distinct(StringComparer.Ordinal)];
        if (roles.Contains(Roles.User, StringComparer.Ordinal)) return Problems.Invalid("rules", "Everybody has the role User. A rule gives another one.");
        var known = await db.Roles.Where(r => roles.Contains(r.Name)).CountAsync(cancellationToken);
        return known == roles.Length ? null : Problems.Invalid("rules", "A rule gives a role that there is not.");
    }

    private static void Apply(SsoProvider provider, SsoProviderRequest request)
    {
        (provider.Name, provider.Issuer, provider.ClientId, provider.Scopes) = (request.Name.Trim(), request.Issuer, request.ClientId.Trim(), request.Scopes);
        (provider.Enabled, provider.ButtonText, provider.NewAccounts, provider.RulesJson) = (request.Enabled, request.ButtonText?.Trim(), request.NewAccounts, SsoProvider.Write(request.Rules));
    }

    private static object Told(SsoProvider provider) => new { provider.Name, provider.Issuer, provider.ClientId, provider.Scopes, provider.Enabled, provider.ButtonText, provider.NewAccounts, provider.Rules };

    private static ProblemHttpResult RulesAreAdministrators() => Problems.Forbidden("rules-need-administrator", "Only administrators may set up which roles a login gives.");
}
