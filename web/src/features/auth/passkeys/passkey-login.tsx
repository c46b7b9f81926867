import { KeyRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import type { Step } from "../api";
import { NeedName } from "./need-name";
import { loginWithPasskey } from "./use-it";
import { byName, canUse } from "./webauthn";

/** The way in without name and password. */
export function PasskeyLogin({ onStep }: { onStep: (next: Step | null) => void }) {
  const t = account.passkeys;
  const { run, busy, problem } = useSubmit();
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  if (byName)
    return (
      <p className="mt-5 text-center text-sm text-muted-foreground">
        <NeedName />
      </p>
    );
  if (!canUse) return null;
  return (
    <div className="mt-5 space-y-4 border-t pt-5">
      {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
      <Button
        variant="outline"
        className="w-full"
        disabled={busy || wait > 0}
        onClick={() => void run(async () => onStep(await loginWithPasskey()))}
      >
        <KeyRound aria-hidden />
        {t.login}
      </Button>
    </div>
  );
}
