import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { Refusal } from '../../../lib/problem.ts';
import { toast } from '../../../lib/toasts.ts';
import { Link } from '../../../ui/Link.tsx';
import { makeBusiness, setUp, welcomeQuery } from './api.ts';
import { useCome, useLearn } from './coming.ts';
import { Frame } from './parts/Frame.tsx';
import classes from './parts/parts.module.css';
import { type Place, PlaceStep, type Refused, Steps, type You, YouStep } from './parts/SettingUp.tsx';
import { told } from './refusals.ts';
import { text } from './setUpText.ts';
import { text as common } from './text.ts';
import { titles } from './titles.ts';

/** The first run: who owns this, what it is called; then what keeps it safe. */
export default function SetUpScreen() {
  const { data: welcome, isPending, failureCount } = useQuery(welcomeQuery);
  const [you, setYou] = useState<You | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [step, setStep] = useState<0 | 1>(0);
  // The link that is printed at the start brings the code along, behind the #.
  const brought = useRouterState({ select: (state) => state.location.hash }).replace(/^#/, '');
  const come = useCome();
  const learn = useLearn();
  const name = titles.setUp;

  async function make(who: You, place: Place): Promise<void> {
    try {
      await told(setUp({ ...who, workspace_name: place.workspace_name }));
    } catch (error) {
      const found = ofYou(error, who);
      if (found) {
        setRefused(found);
        setStep(0);
      }
      throw error; // so that the form keeps what was typed in it
    }
    if (!(await learn())) return;
    try {
      await makeBusiness({ name: place.business, kind: place.kind });
    } catch {
      // The first page asks for it again; what exists is not lost for it.
      toast(text.businessLater, { tone: 'warn' });
    }
    await come('/set-up/safety');
  }

  // For a moment nothing: a form that turns into a sentence would jump.
  if (isPending && failureCount === 0) return null;
  if (welcome && !welcome.setup_needed && !you) {
    return (
      <Frame name={name} title={text.already} lead={text.alreadyMore}>
        <Link to="/sign-in" className={`button filled ${classes.big}`}>{common.signIn}</Link>
      </Frame>
    );
  }
  if (step === 1 && you) {
    return (
      <Frame name={name} title={text.placeTitle} lead={text.placeLead} keeps wide>
        <Steps now={1} />
        <PlaceStep make={(place) => make(you, place)} back={() => setStep(0)} />
      </Frame>
    );
  }
  return (
    <Frame name={name} title={text.youTitle} lead={text.youLead} keeps wide>
      <Steps now={0} />
      {/* The link may be opened where the page stands already. */}
      <YouStep
        key={brought}
        before={you ?? { code: brought, name: '', email: '', password: '' }}
        asksCode={(welcome?.setup_code_needed ?? false) && (brought === '' || refused?.field === 'code')}
        refused={refused}
        onDone={(who) => {
          setYou(who);
          setStep(1);
        }}
      />
    </Frame>
  );
}

const FIELDS = ['code', 'name', 'email', 'password'] as const;

/** What was refused of the first step, if it was that. */
function ofYou(error: unknown, you: You): Refused | null {
  if (!(error instanceof Refusal)) return null;
  if (error.code === 'setup_code_wrong') return { field: 'code', value: you.code, sentence: `${error.message} ${error.nextStep}` };
  const finding = error.findings.find((one) => FIELDS.some((field) => field === one.field));
  if (!finding) return null;
  const field = finding.field as keyof You;
  return { field, value: you[field], sentence: `${finding.sentence} ${finding.nextStep}` };
}
