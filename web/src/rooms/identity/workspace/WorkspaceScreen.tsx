import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Workspace, workspaceQuery } from './api.ts';
import { ClosingNote } from './parts/ClosingNote.tsx';
import { DangerCard } from './parts/DangerCard.tsx';
import { NameCard } from './parts/NameCard.tsx';
import { NetworksCard } from './parts/NetworksCard.tsx';
import { SignInCard } from './parts/SignInCard.tsx';
import { text } from './text.ts';

/** The workspace itself: its name, its rules, its end. */
export default function WorkspaceScreen() {
  const workspace = useQuery(workspaceQuery);
  if (workspace.data) return <Shown workspace={workspace.data} />;
  return (
    <>
      <PageHead title={text.title} facts={text.sub} />
      {workspace.error ? <ErrorState error={workspace.error} retry={() => void workspace.refetch()} /> : <Loading />}
    </>
  );
}

function Shown({ workspace }: { workspace: Workspace }) {
  const may = useMay();
  const mayWrite = may('identity.workspace.write');
  const { second_factor_required: second, idle_minutes: idle, absolute_minutes: absolute } = workspace;
  const shared = { workspace, may: mayWrite };
  return (
    <>
      <PageHead
        title={text.title}
        facts={<><span>{text.sub}</span><span className="faint">{text.since} <Time at={workspace.made_at} as="day" /></span></>}
      />
      <Stack narrow>
        <ClosingNote workspace={workspace} />
        {!mayWrite && <Note icon="lock">{text.readOnly}</Note>}
        {/* A form begins anew when what it changes was changed, by others or by an undo. */}
        <NameCard key={`name ${workspace.name}`} {...shared} />
        <SignInCard key={`rules ${second} ${idle} ${absolute}`} {...shared} />
        <NetworksCard key={`networks ${workspace.networks.join()}`} {...shared} />
        <DangerCard workspace={workspace} />
      </Stack>
    </>
  );
}
