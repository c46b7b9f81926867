using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Recovery;

/// <summary>Makes the links that give an account back, and mails them.</summary>
internal sealed class AccountLinks(AuthDb db, Mailer mailer, ILookupNormalizer normalizer, TimeProvider time, ILogger<AccountLinks> logger)
{
    /// <summary>So many mails an hour go to one address, whoever asks for them.</summary>
    private const int MailsAnHour = 3;
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(30), ConfirmLifetime = TimeSpan.FromHours(24);

    /// <summary>For whom there is no account nothing happens, and nobody is told.</summary>
    public async Task MailResetAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email);
        if (await db.FindAccountAsync(u => u.NormalizedEmail == normalized && u.DisabledAt == null && u.PurgeAt == null, cancellationToken) is not { } account) return;
        if (await IsMuchAsync(account.Id, cancellationToken)) return;

        var token = await MakeResetAsync(account.Id, cancellationToken);
        await SendAsync(account, account.Email, t => t.Reset, mailer.LinkTo("reset", token), cancellationToken);
    }

    /// <summary>To an address that somebody else has nothing is sent; who asks is not told either.</summary>
    public async Task MailConfirmationAsync(Guid userId, string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email);
        if (await db.FindAccountAsync(u => u.Id == userId, cancellationToken) is not { } account) return;
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalized && u.Id != userId, cancellationToken) || await IsMuchAsync(userId, cancellationToken)) return;

        var (row, token) = AccountToken.Make(userId, TokenPurpose.ConfirmEmail, ConfirmLifetime, time.GetUtcNow(), email);
        // Of several addresses that were typed the last one counts.
        await db.AccountTokens.Where(t => t.UserId == userId && t.Purpose == TokenPurpose.ConfirmEmail).ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, row.CreatedAt), cancellationToken);
        db.AccountTokens.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await SendAsync(account, email, t => t.Address, mailer.LinkTo("confirm", token), cancellationToken);
    }

    /// <summary>Once more for who has not opened it. For whom there is nothing to prove nothing happens, and nobody is told.</summary>
    public async Task MailVerificationAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email);
        if (await db.FindAccountAsync(u => u.NormalizedEmail == normalized && !u.EmailConfirmed && u.DisabledAt == null && u.PurgeAt == null, cancellationToken) is { } account)
            await MailConfirmationAsync(account.Id, account.Email, cancellationToken);
    }

    public Task MailChangedAsync(Account before, CancellationToken cancellationToken) => SendAsync(before, before.Email, t => t.Changed, link: null, cancellationToken);

    public Task MailInvitationAsync(Account inviter, string email, string token, CancellationToken cancellationToken) =>
        SendAsync(inviter, email, t => t.Invitation, mailer.LinkTo("register", token), cancellationToken);

    public Task MailDecisionAsync(Account account, bool approved, CancellationToken cancellationToken) =>
        SendAsync(account, account.Email, t => approved ? t.Approved : t.Refused, approved && mailer.IsConfigured ? mailer.LinkTo("login") : null, cancellationToken);

    public Task MailTotpOffAsync(Account account, CancellationToken cancellationToken) => SendAsync(account, account.Email, t => t.TotpOff, link: null, cancellationToken);

    /// <summary>For whoever hands it to its owner.</summary>
    public async Task<ResetLink> MakeResetLinkAsync(Guid userId, CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + ResetLifetime;
        return new($"/reset#{await MakeResetAsync(userId, cancellationToken)}", expiresAt);
    }

    private async Task<string> MakeResetAsync(Guid userId, CancellationToken cancellationToken)
    {
        var (row, token) = AccountToken.Make(userId, TokenPurpose.ResetPassword, ResetLifetime, time.GetUtcNow());
        db.AccountTokens.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        logger.ResetLinkMade(userId);
        return token;
    }

    /// <summary>Null when the link was never made, was used or is too old.</summary>
    public async Task<AccountToken?> FindAsync(string token, TokenPurpose purpose, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return AccountToken.HashOf(token) is { } hash ? await db.AccountTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.Purpose == purpose && t.ExpiresAt > now, cancellationToken) : null;
    }

    private async Task<bool> IsMuchAsync(Guid userId, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromHours(1);
        return await db.AccountTokens.CountAsync(t => t.UserId == userId && t.CreatedAt > since, cancellationToken) >= MailsAnHour;
    }

    /// <param name="account">Whose name and language it has.</param>
    private async Task SendAsync(Account account, string to, Func<MailTexts, MailText> which, string? link, CancellationToken cancellationToken)
    {
        if (!mailer.IsConfigured) return;
        var (subject, text) = which(MailTexts.For(account.Locale));
        await mailer.SendAsync(account.Id, to, subject, text.Replace("{0}", account.UserName, StringComparison.Ordinal).Replace("{1}", link, StringComparison.Ordinal), cancellationToken);
    }
}
