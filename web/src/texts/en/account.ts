/** Sentences about one's own account. */
export const account = {
  password: {
    title: "Password",
    hint: "A new password logs you out everywhere else. API keys keep working.",
    current: "Current password",
    next: "New password",
    change: "Change password",
    changed: "Your password was changed. Every other device was logged out.",
  },
  devices: {
    title: "Where you are logged in",
    hint: "Log out what you do not know, then change your password.",
    unknown: "Unknown device",
    current: "This device",
    inUse: "In use now",
    lastUsed: (time: string) => `Last used ${time}`,
    since: (time: string) => `Logged in ${time}`,
    ended: (device: string) => `${device} was logged out.`,
    more: "Show more",
    endOthers: "Log out everywhere else",
    endOthersTitle: "Log out everywhere else?",
    endOthersHint: "Every other browser and app that uses your account will have to log in again.",
    othersEnded: "Every other device was logged out.",
  },
};
