import { Notice } from "@/components/ui/notice";
import { account } from "@/texts/account";
import { AuthPage } from "../auth-page";
import { ToLogin } from "../recovery/forgot-page";
import type { Pending } from "./api";

/** The account is made, and something has to happen before anybody gets in. */
export function PendingPage({ pending, email }: { pending: Pending; email: string }) {
  const t = account.registration;
  return (
    <AuthPage title={t.madeTitle} hint={t.madeHint} footer={<ToLogin />}>
      <div role="status" className="space-y-3">
        {pending.verification && <Notice>{t.verify(email)}</Notice>}
        {pending.approval && <Notice>{t.approval}</Notice>}
      </div>
    </AuthPage>
  );
}
