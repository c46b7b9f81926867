import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { buttonStyles } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/api-error";
import { restoreSession } from "@/lib/session";
import { sso } from "@/texts/sso";
import { type Step, stepOf } from "../api";
import { AuthPage } from "../auth-page";
import { LoginStep } from "../login-step";
import { ToLogin } from "../recovery/forgot-page";
import { type Answer, finish, link, readAnswer, startAddress } from "./api";

type Outcome =
  | { kind: "failed"; message: string; linking: boolean }
  | { kind: "pending"; approval: boolean }
  | { kind: "step"; step: Step };

/** Takes over where a login service leads back to. What it answered counts once, so it is sent once and taken out of the address. */
export function SsoPage() {
  const [answer] = useState(takeAnswer);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const navigate = useNavigate();
  useEffect(() => {
    void sent(answer).then((result) => {
      if ("href" in result) void navigate({ href: result.href, replace: true });
      else setOutcome(result);
    });
  }, [answer, navigate]);
  if (outcome?.kind === "step")
    return (
      <LoginStep
        step={outcome.step}
        onStep={(step) => (step ? setOutcome({ kind: "step", step }) : void navigate({ href: "/login" }))}
      />
    );
  if (outcome?.kind === "pending")
    return (
      <AuthPage title={sso.made} hint={sso.madeHint} footer={<ToLogin />}>
        <div role="status">
          <Notice>{outcome.approval ? sso.approval : sso.verification}</Notice>
        </div>
      </AuthPage>
    );
  if (!outcome)
    return (
      <AuthPage title={sso.finishing} hint={sso.finishingHint} footer={null}>
        <div aria-hidden className="h-10 animate-pulse-soft rounded-lg bg-muted" />
      </AuthPage>
    );
  return (
    <AuthPage
      title={sso.failed}
      hint={outcome.linking ? "" : sso.failedHint}
      footer={outcome.linking ? null : <ToLogin />}
    >
      <div className="space-y-4">
        <Notice tone="danger">{outcome.message}</Notice>
        <a
          href={outcome.linking ? "/settings/security" : startAddress(answer.provider)}
          className={buttonStyles({ variant: "outline", className: "w-full" })}
        >
          {outcome.linking ? sso.toSettings : sso.again}
        </a>
      </div>
    </AuthPage>
  );
}

let kept: Answer | null = null;
function takeAnswer(): Answer {
  // The first look takes it out of the address; React may look twice.
  if (location.hash) {
    kept = readAnswer(location.hash);
    history.replaceState(history.state, "", location.pathname);
  }
  return kept ?? readAnswer("");
}

const sending = new Map<string, Promise<Outcome | { href: string }>>();
function sent(answer: Answer) {
  const known = sending.get(answer.state);
  if (known && answer.state) return known;
  const result = send(answer);
  sending.set(answer.state, result);
  return result;
}

async function send(answer: Answer): Promise<Outcome | { href: string }> {
  if (!answer.state) return { kind: "failed", message: sso.unavailable, linking: false };
  // Whoever is logged in already came to link.
  const linking = (await restoreSession()).state === "signed-in";
  try {
    if (linking) {
      await link(answer);
      return { href: "/settings/security" };
    }
    const done = await finish(answer);
    return "next" in done ? { href: done.next } : { kind: "pending", approval: done.approval };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const step = stepOf(error);
    return step && !linking ? { kind: "step", step } : { kind: "failed", message: error.message, linking };
  }
}
