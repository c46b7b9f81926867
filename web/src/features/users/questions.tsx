import { Confirm } from "@/components/ui/confirm";
import { announce } from "@/lib/announcer";
import { users as t } from "@/texts/users";
import { useUserChanges } from "./api";
import { DeleteDialog } from "./delete-dialog";
import { LinkDialog } from "./link-dialog";
import { TemporaryDialog } from "./temporary-dialog";
import { UserDialog } from "./user-dialog";
import type { Asking } from "./user-menu";

type Props = { asking: Asking; open: boolean; onClose: () => void };

/** What a row's menu asks for. */
export function Questions({ asking: { kind, user }, open, onClose }: Props) {
  const { change, act, endTwoStep, endPasskeys } = useUserChanges();
  if (kind === "edit") return <UserDialog key={user.id} user={user} open={open} onClose={onClose} />;
  if (kind === "link") return <LinkDialog key={user.id} user={user} open={open} onClose={onClose} />;
  if (kind === "temporary") return <TemporaryDialog key={user.id} user={user} open={open} onClose={onClose} />;
  if (kind === "delete") return <DeleteDialog key={user.id} user={user} open={open} onClose={onClose} />;
  const name = user.userName;
  const isAdmin = user.role === "Admin";
  const words = {
    role: isAdmin
      ? { title: t.demoteTitle(name), hint: t.demoteHint, action: t.demote }
      : { title: t.promoteTitle(name), hint: t.promoteHint, action: t.promote },
    disable: { title: t.disableTitle(name), hint: t.disableHint, action: t.disable },
    enable: { title: t.enableTitle(name), hint: t.enableHint, action: t.enable },
    restore: { title: t.restoreTitle(name), hint: t.restoreHint, action: t.restore },
    approve: { title: t.approveTitle(name), hint: t.approveHint, action: t.approve },
    refuse: { title: t.refuseTitle(name), hint: t.refuseHint, action: t.refuse },
    "two-step": { title: t.endTwoStepTitle(name), hint: t.endTwoStepHint, action: t.endTwoStep },
    passkeys: { title: t.endPasskeysTitle(name), hint: t.endPasskeysHint, action: t.endPasskeys },
    "end-sessions": { title: t.endTitle(name), hint: t.endHint, action: t.end },
  }[kind];
  const confirm = () =>
    kind === "role"
      ? change.mutateAsync({ id: user.id, role: isAdmin ? "User" : "Admin" })
      : kind === "two-step"
        ? endTwoStep.mutateAsync(user.id)
        : kind === "passkeys"
          ? endPasskeys.mutateAsync(user.id)
          : act.mutateAsync({ id: user.id, action: kind });
  return (
    <Confirm
      {...words}
      open={open}
      onOpenChange={(now) => !now && onClose()}
      onConfirm={() => confirm().then(() => announce(t.saved))}
    />
  );
}
