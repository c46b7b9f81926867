namespace OllamaNet.Platform.Audit;

/// <summary>What is recorded. The names are stored: they never change.</summary>
public static class AuditActions
{
    public const string Login = "auth.login";
    public const string Logout = "auth.logout";
    public const string LogoutAll = "auth.logout-all";
    public const string LogoutOthers = "auth.logout-others";
    public const string PasswordChanged = "user.password-changed";
    public const string ResetLinkMade = "user.reset-link-made";
    public const string TemporaryPasswordSet = "user.temporary-password-set";
    public const string PasswordAsked = "auth.password-asked";
    public const string PasskeyAdded = "user.passkey-added";
    public const string PasskeyRemoved = "user.passkey-removed";
    public const string ProvenAgain = "auth.proven-again";
    public const string CodeAsked = "auth.code-asked";
    public const string TotpBegun = "user.totp-begun";
    public const string TotpOn = "user.totp-on";
    public const string TotpOff = "user.totp-off";
    public const string RecoveryCodesMade = "user.recovery-codes-made";
    public const string RecoveryCodeUsed = "user.recovery-code-used";
    public const string TokenReused = "auth.token-reused";
    public const string Registered = "user.registered";
    public const string UserChanged = "user.changed";
    public const string UserCreated = "user.created";
    public const string UsersImported = "user.imported";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string UserApproved = "user.approved";
    public const string UserRefused = "user.refused";
    public const string LoginLinked = "user.login-linked";
    public const string LoginUnlinked = "user.login-unlinked";
    public const string RolesByRule = "user.roles-by-rule";
    public const string ProviderCreated = "sso-provider.created";
    public const string ProviderChanged = "sso-provider.changed";
    public const string ProviderDeleted = "sso-provider.deleted";
    public const string InvitationCreated = "invitation.created";
    public const string InvitationRevoked = "invitation.revoked";
    public const string UserDeletionBegun = "user.deletion-begun";
    public const string UserRestored = "user.restored";
    public const string UserDeleted = "user.deleted";

    public const string RoleCreated = "role.created";
    public const string RoleChanged = "role.changed";
    public const string RoleDeleted = "role.deleted";
    public const string GroupCreated = "group.created";
    public const string GroupChanged = "group.changed";
    public const string GroupDeleted = "group.deleted";
    public const string GroupMembersChanged = "group.members-changed";
    public const string GrantsSet = "grants.set";

    public const string KeyCreated = "key.created";
    public const string KeyChanged = "key.changed";
    public const string KeyDeleted = "key.deleted";

    public const string NodeCreated = "node.created";
    public const string NodeChanged = "node.changed";
    public const string NodeRemoved = "node.removed";
    public const string JoinTokenCreated = "join-token.created";
    public const string JoinTokenRevoked = "join-token.revoked";

    public const string AliasSet = "alias.set";
    public const string AliasRemoved = "alias.removed";
    public const string ModelPolicySet = "model-policy.set";
    public const string UserPolicySet = "user-policy.set";
    public const string LimitSet = "limit.set";
    public const string LimitDeleted = "limit.deleted";
    public const string PriceSet = "price.set";
    public const string PriceDeleted = "price.deleted";
    public const string BudgetAlarm = "budget.alarm";
    public const string ModelPulled = "model.pulled";
    public const string ModelCreated = "model.created";
    public const string ModelCopied = "model.copied";
    public const string ModelDeleted = "model.deleted";
    public const string ModelChanged = "model.changed";
    public const string ModelsTagged = "model.tagged";
    public const string ModelTagCreated = "model-tag.created";
    public const string ModelTagChanged = "model-tag.changed";
    public const string ModelTagMerged = "model-tag.merged";
    public const string ModelTagDeleted = "model-tag.deleted";
    public const string ModelReady = "model.ready";
    public const string ModelLoaded = "model.loaded";
    public const string ModelUnloaded = "model.unloaded";
    public const string ModelJobCancelled = "model.job-cancelled";

    public const string ShareCreated = "share.created";
    public const string ShareDeleted = "share.deleted";
    public const string ExportStarted = "export.started";
    public const string ConversationExported = "conversation.exported";
    public const string ImportStarted = "import.started";
    public const string ConversationDeleted = "conversation.deleted";
    public const string TrashEmptied = "trash.emptied";
    public const string PresetMadeGlobal = "preset.made-global";
    public const string GlobalPresetChanged = "preset.global-changed";
    public const string GlobalPresetDeleted = "preset.global-deleted";

    public const string AuditExported = "audit.exported";
    public const string SettingChanged = "setting.changed";
    public const string BackupMade = "backup.made";
    public const string BackupRestored = "backup.restored";
}
