import {
  Ban,
  CircleCheck,
  CircleX,
  Ellipsis,
  Fingerprint,
  KeyRound,
  KeySquare,
  LogOut,
  Pencil,
  ShieldMinus,
  ShieldPlus,
  SmartphoneNfc,
  Trash2,
  Undo2,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { manage } from "@/texts/manage";
import { users as t } from "@/texts/users";
import type { ManagedUser } from "./api";

/** What is asked before it is done. */
export type Asking = {
  kind:
    | "edit"
    | "role"
    | "disable"
    | "enable"
    | "end-sessions"
    | "link"
    | "temporary"
    | "delete"
    | "restore"
    | "approve"
    | "refuse"
    | "two-step"
    | "passkeys";
  user: ManagedUser;
};
type Props = { user: ManagedUser; own: boolean; onAsk: (asking: Asking) => void };

export function UserMenu({ user, own, onAsk }: Props) {
  const ask = (kind: Asking["kind"]) => () => onAsk({ kind, user });
  const isAdmin = user.role === "Admin";
  return (
    <Menu
      container={document.getElementById("main")}
      trigger={
        <Button variant="quiet" size="iconSm" aria-label={manage.common.actionsFor(user.userName)}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {user.approvalAskedAt && !user.purgeAt && (
        <>
          <MenuItem icon={<CircleCheck aria-hidden />} onClick={ask("approve")}>
            {t.approve}
          </MenuItem>
          <MenuItem danger icon={<CircleX aria-hidden />} onClick={ask("refuse")}>
            {t.refuse}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<Pencil aria-hidden />} onClick={ask("edit")}>
        {manage.common.edit}
      </MenuItem>
      <MenuItem icon={isAdmin ? <ShieldMinus aria-hidden /> : <ShieldPlus aria-hidden />} onClick={ask("role")}>
        {isAdmin ? t.demote : t.promote}
      </MenuItem>
      <MenuItem icon={<KeyRound aria-hidden />} onClick={ask("link")}>
        {t.link}
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onClick={ask("end-sessions")}>
        {t.end}
      </MenuItem>
      {!own && (
        <>
          <MenuItem icon={<KeySquare aria-hidden />} onClick={ask("temporary")}>
            {t.temporary}
          </MenuItem>
          {user.twoStep && (
            <MenuItem icon={<SmartphoneNfc aria-hidden />} onClick={ask("two-step")}>
              {t.endTwoStep}
            </MenuItem>
          )}
          {user.passkeys > 0 && (
            <MenuItem icon={<Fingerprint aria-hidden />} onClick={ask("passkeys")}>
              {t.endPasskeys}
            </MenuItem>
          )}
          <MenuSeparator />
          {user.purgeAt ? (
            <MenuItem icon={<Undo2 aria-hidden />} onClick={ask("restore")}>
              {t.restore}
            </MenuItem>
          ) : user.disabledAt ? (
            <MenuItem icon={<CircleCheck aria-hidden />} onClick={ask("enable")}>
              {t.enable}
            </MenuItem>
          ) : (
            <MenuItem danger icon={<Ban aria-hidden />} onClick={ask("disable")}>
              {t.disable}
            </MenuItem>
          )}
          <MenuItem danger icon={<Trash2 aria-hidden />} onClick={ask("delete")}>
            {t.remove}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
