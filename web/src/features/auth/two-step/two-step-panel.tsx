import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { formatMoment } from "@/lib/when";
import { account } from "@/texts/account";
import { type TotpState, totpQuery, useTotp } from "./api";
import { Prove } from "./prove";
import { RecoveryCodes } from "./recovery-codes";
import { SetUp } from "./set-up";

type Doing = "setUp" | "renew" | "turnOff";

export function TwoStepPanel() {
  const t = account.twoStep;
  const state = useQuery(totpQuery);
  // Apart, so that the dialog keeps its words while it closes.
  const [doing, setDoing] = useState<Doing>("setUp");
  const [open, setOpen] = useState(false);
  const start = (what: Doing) => {
    setDoing(what);
    setOpen(true);
  };
  return (
    <Panel title={t.title} hint={t.hint}>
      <Loaded query={state} lines={1}>
        {(now) =>
          now.active ? <On state={now} onStart={start} /> : <Button onClick={() => start("setUp")}>{t.setUp}</Button>
        }
      </Loaded>
      <Dialog keep open={open} onOpenChange={setOpen} title={t.titles[doing]}>
        {doing === "setUp" && <SetUp onDone={() => setOpen(false)} />}
        {doing === "renew" && <Renew onDone={() => setOpen(false)} />}
        {doing === "turnOff" && <TurnOff onDone={() => setOpen(false)} />}
      </Dialog>
    </Panel>
  );
}

function On({ state, onStart }: { state: TotpState; onStart: (what: Doing) => void }) {
  const t = account.twoStep;
  const facts = [state.confirmedAt && t.since(formatMoment(state.confirmedAt)), t.left(state.recoveryCodesLeft)];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 rounded-2xl border bg-card px-4 py-3.5 sm:px-5">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
        <Badge tone="good">{t.on}</Badge>
        <span className="text-sm text-muted-foreground">{facts.filter(Boolean).join(" · ")}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="outline" size="sm" onClick={() => onStart("renew")}>
          {t.titles.renew}
        </Button>
        <Button variant="danger" size="sm" onClick={() => onStart("turnOff")}>
          {t.turnOff}
        </Button>
      </div>
    </div>
  );
}

function Renew({ onDone }: { onDone: () => void }) {
  const t = account.twoStep;
  const { renew } = useTotp();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  return (
    <Prove
      hint={t.renewHint}
      submit={t.renew}
      done={t.renewed}
      onCancel={onDone}
      onProven={async (proof) => setCodes((await renew.mutateAsync(proof)).recoveryCodes)}
    />
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const t = account.twoStep;
  const { end } = useTotp();
  return (
    <Prove
      danger
      hint={t.turnOffHint}
      submit={t.turnOff}
      done={t.turnedOff}
      onCancel={onDone}
      onProven={(proof) => end.mutateAsync(proof).then(onDone)}
    />
  );
}
