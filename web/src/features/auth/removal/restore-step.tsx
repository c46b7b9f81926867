import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/lib/use-submit";
import { formatMoment } from "@/lib/when";
import { account } from "@/texts/account";
import { AuthPage } from "../auth-page";
import { BackToLogin } from "../back-to-login";
import { restoreAccount } from "./api";

/** What somebody sees who logs in to an account that is being deleted. */
export function RestoreStep({ ticket, purgeAt, onBack }: { ticket: string; purgeAt: string; onBack: () => void }) {
  const t = account.removal;
  const { run, busy, problem } = useSubmit();
  return (
    <AuthPage
      title={t.deletedTitle}
      hint={t.deletedHint(formatMoment(purgeAt))}
      footer={<BackToLogin onBack={onBack} />}
    >
      <div className="space-y-4">
        {problem && <Notice tone="danger">{problem.message}</Notice>}
        <Button className="w-full" disabled={busy} onClick={() => void run(() => restoreAccount(ticket), t.restored)}>
          {t.restore}
        </Button>
      </div>
    </AuthPage>
  );
}
