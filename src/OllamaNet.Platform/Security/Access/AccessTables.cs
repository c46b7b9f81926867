using Microsoft.EntityFrameworkCore;

namespace OllamaNet.Platform.Security.Access;

/// <summary>An own role: what it permits. Built-in ones have no row.</summary>
public sealed class StoredRole
{
    public required string Name { get; init; }

    public string? Description { get; set; }

    public required string[] Permissions { get; set; }
}

/// <summary>Users who are given access together.</summary>
public sealed class Group
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class GroupMember
{
    public required Guid GroupId { get; init; }

    public required Guid UserId { get; init; }
}

/// <summary>Whom something is granted to. The numbers are stored.</summary>
public enum GrantSubject { User = 1, Group = 2 }

/// <summary>Somebody may use something, or may not.</summary>
public sealed class Grant
{
    /// <summary>One of <see cref="ResourceKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name or id.</summary>
    public required string Resource { get; init; }

    public required GrantSubject SubjectKind { get; init; }

    public required Guid SubjectId { get; init; }

    public required bool Allow { get; init; }
}

/// <summary>Something that nobody may use who was not granted it.</summary>
public sealed class RestrictedResource
{
    public required string Kind { get; init; }

    public required string Resource { get; init; }
}

/// <summary>What can be granted. The names are stored.</summary>
public static class ResourceKinds
{
    /// <summary>By its canonical name; an alias too.</summary>
    public const string Model = "model";

    /// <summary>By its id.</summary>
    public const string Preset = "preset";
}

public static class AccessTables
{
    /// <summary>Whether something is granted, in a query. A denial outweighs everything; who is not named may use what is not restricted.</summary>
    public static bool IsGranted(string kind, string resource, Guid user, bool restricted) => throw new InvalidOperationException("For queries only.");

    /// <summary>Lets a role's context read and write them; they are made by Platform's migrations. Triggers count up the revision that processes look at.</summary>
    public static void HasAccessTables(this ModelBuilder builder)
    {
        builder.HasDbFunction(((Func<string, string, Guid, bool, bool>)IsGranted).Method).HasName("is_granted").HasSchema("platform");
        builder.Entity<StoredRole>(role =>
        {
            role.ToTable("roles", "platform", table => table.ExcludeFromMigrations());
            role.HasKey(r => r.Name);
        });
        builder.Entity<Group>(group =>
        {
            group.ToTable("groups", "platform", table => table.ExcludeFromMigrations());
            group.Property(g => g.Id).ValueGeneratedNever();
        });
        builder.Entity<GroupMember>(member =>
        {
            member.ToTable("group_members", "platform", table => table.ExcludeFromMigrations());
            member.HasKey(m => new { m.GroupId, m.UserId });
        });
        builder.Entity<Grant>(grant =>
        {
            grant.ToTable("grants", "platform", table => table.ExcludeFromMigrations());
            grant.HasKey(g => new { g.Kind, g.Resource, g.SubjectId });
            grant.Property(g => g.SubjectKind).HasConversion<int>();
        });
        builder.Entity<RestrictedResource>(restricted =>
        {
            restricted.ToTable("restricted_resources", "platform", table => table.ExcludeFromMigrations());
            restricted.HasKey(r => new { r.Kind, r.Resource });
        });
    }
}
