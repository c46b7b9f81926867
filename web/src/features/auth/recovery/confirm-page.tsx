import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useUser } from "@/lib/permissions";
import { saveProfile } from "@/lib/profile";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { AuthPage } from "../auth-page";
import { confirmEmail } from "./api";
import { ToLogin } from "./forgot-page";
import { useToken } from "./use-token";

/** A press, not the opening alone: mail programs open links to look at them, and a link works once. */
export function ConfirmPage() {
  const t = account.recovery;
  const token = useToken();
  const user = useUser();
  const [done, setDone] = useState(false);
  const { run, busy, problem } = useSubmit();
  const confirm = async () => {
    const confirmed = await run(() => confirmEmail(token));
    setDone(confirmed);
    // Changes nothing, and reads what is new.
    if (confirmed && user) await saveProfile({}).catch(() => undefined);
  };
  return (
    <AuthPage title={t.confirmTitle} hint={t.confirmHint} footer={<ToLogin />}>
      <div className="space-y-4">
        {done && (
          <div role="status">
            <Notice>{t.confirmed}</Notice>
          </div>
        )}
        {(problem || token === "") && <Notice tone="danger">{problem?.message ?? t.wornOut}</Notice>}
        {!done && token !== "" && (
          <Button className="w-full" disabled={busy} onClick={() => void confirm()}>
            {t.confirm}
          </Button>
        )}
      </div>
    </AuthPage>
  );
}
