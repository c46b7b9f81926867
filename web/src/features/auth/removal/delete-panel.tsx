import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { account } from "@/texts/account";
import { totpQuery } from "../two-step/api";
import { Prove } from "../two-step/prove";
import { deleteAccount } from "./api";

/** The way out: with everything, if one wants to take it along. */
export function DeletePanel() {
  const t = account.removal;
  const [open, setOpen] = useState(false);
  const totp = useQuery(totpQuery);
  return (
    <Panel title={t.title} hint={t.hint}>
      <Button variant="danger" disabled={!totp.data} onClick={() => setOpen(true)}>
        {t.start}
      </Button>
      <Dialog keep open={open} onOpenChange={setOpen} title={t.question}>
        <Prove
          hint={t.whatHappens}
          danger
          submit={t.title}
          done={t.done}
          withCode={totp.data?.active ?? false}
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
        </Prove>
      </Dialog>
    </Panel>
  );
}
