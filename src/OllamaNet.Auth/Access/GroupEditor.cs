using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Access;

/// <summary>Makes, changes and deletes groups, and says who is in them.</summary>
internal sealed class GroupEditor(AuthDb db, Revocations revocations, AuditLog audit, TimeProvider time)
{
    public async Task<(Guid Id, ProblemHttpResult? Problem)> CreateAsync(GroupRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var group = new Group { Id = Guid.CreateVersion7(now), Name = request.Name, Description = Text(request), CreatedAt = now };
        db.Groups.Add(group);
        return (group.Id, await SaveAsync(AuditEntry.On(AuditActions.GroupCreated, "group", group.Id, group.Name) with { After = new { group.Name, group.Description } }, cancellationToken));
    }

    /// <returns>Null: done.</returns>
    public async Task<ProblemHttpResult?> ChangeAsync(Guid id, GroupRequest request, CancellationToken cancellationToken)
    {
        if (await db.Groups.SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } group) return Problems.NotFound("group");
        var before = new { group.Name, group.Description };
        (group.Name, group.Description) = (request.Name, Text(request));
        return await SaveAsync(AuditEntry.On(AuditActions.GroupChanged, "group", id, group.Name) with { Before = before, After = new { group.Name, group.Description } }, cancellationToken);
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } group) return false;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var members = await db.GroupMembers.Where(m => m.GroupId == id).ExecuteDeleteAsync(cancellationToken);
            var grants = await db.Set<Grant>().Where(g => g.SubjectId == id).ExecuteDeleteAsync(cancellationToken);
            if (await db.Groups.Where(g => g.Id == id).ExecuteDeleteAsync(cancellationToken) == 0) return false;
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.GroupDeleted, "group", id, group.Name) with { Before = new { members, grants } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        return true;
    }

    /// <returns>Null: done.</returns>
    public async Task<ProblemHttpResult?> ChangeMembersAsync(Guid id, Guid[] add, Guid[] remove, CancellationToken cancellationToken)
    {
        if (await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } group) return Problems.NotFound("group");
        if (await db.Users.CountAsync(u => add.Contains(u.Id), cancellationToken) < add.Distinct().Count()) return Problems.Invalid("add", "There is no such user. Find the users first.");
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var removed = await db.Database.SqlQuery<Guid>(
                $"""DELETE FROM platform.group_members WHERE group_id = {id} AND user_id = ANY ({remove}) RETURNING user_id AS "Value" """).ToListAsync(cancellationToken);
            var added = await db.Database.SqlQuery<Guid>(
                $"""INSERT INTO platform.group_members (group_id, user_id) SELECT {id}, u FROM unnest({add}) AS u ON CONFLICT DO NOTHING RETURNING user_id AS "Value" """).ToListAsync(cancellationToken);
            if (added.Count + removed.Count == 0) return null;
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.GroupMembersChanged, "group", id, group.Name) with { After = new { added, removed } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        return null;
    }

    private async Task<ProblemHttpResult?> SaveAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(db, db.SaveChangesAsync, entry, cancellationToken);
            return null;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Problems.Conflict("group-exists", "There is a group of this name already. Choose another.");
        }
    }

    private static string? Text(GroupRequest request) => string.IsNullOrWhiteSpace(request.Description) ? null : request.Description.Trim();
}
