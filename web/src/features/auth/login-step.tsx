import { Suspense } from "react";
import { lazy } from "@/lib/lazy";
import type { Step } from "./api";

const CodeStep = lazy(async () => ({ default: (await import("./two-step/code-step")).CodeStep }));
const PasswordStep = lazy(async () => ({ default: (await import("./recovery/password-step")).PasswordStep }));
const RestoreStep = lazy(async () => ({ default: (await import("./removal/restore-step")).RestoreStep }));

const VerifyStep = lazy(async () => ({ default: (await import("./registration/verify-step")).VerifyStep }));

type Props = { step: Step; onStep: (next: Step | null) => void };

/** What is left to do after the password. */
export function LoginStep({ step, onStep }: Props) {
  const back = () => onStep(null);
  return (
    <Suspense>
      {step.kind === "code" && <CodeStep ticket={step.ticket} onStep={onStep} onBack={back} />}
      {step.kind === "password" && <PasswordStep ticket={step.ticket} onStep={onStep} onBack={back} />}
      {step.kind === "verify" && <VerifyStep onBack={back} />}
      {step.kind === "restore" && <RestoreStep ticket={step.ticket} purgeAt={step.purgeAt} onBack={back} />}
    </Suspense>
  );
}
