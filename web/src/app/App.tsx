import { RunningScreen } from './running/RunningScreen.tsx';

export function App() {
  return <RunningScreen />;
}
