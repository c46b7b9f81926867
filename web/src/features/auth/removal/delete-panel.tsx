import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { account } from "@/texts/account";
import { OwnerProof } from "../sso/owner-proof";
import { deleteAccount } from "./api";

/** The way out: with everything, if one wants to take it along. */
export function DeletePanel() {
  const t = account.removal;
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t.title} hint={t.hint}>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t.start}
      </Button>
      <Dialog keep open={open} onOpenChange={setOpen} title={t.question}>
        <OwnerProof
          hint={t.whatHappens}
          danger
          submit={t.title}
          done={t.done}
          onCancel={() => setOpen(false)}
          onProven={deleteAccount}
        >
          <Notice
            actions={
              <Link to="/settings/data" className="font-medium text-primary underline underline-offset-3">
                {t.toExport}
              </Link>
            }
          >
            {t.exportFirst}
          </Notice>
        </OwnerProof>
      </Dialog>
    </Panel>
  );
}
