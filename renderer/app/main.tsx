import { createRoot } from 'react-dom/client';
import '../ui/base.ts';
import '../screens/screens.css';
import { startStrings } from '../strings/i18n.ts';
import { watchActivity } from './activity.ts';
import { App } from './app.tsx';
import { kioskBridge } from './bridge.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { watchFaults } from './fault-reports.ts';
import { createKioskStore } from './kiosk-store.ts';

const bridge = kioskBridge();
watchFaults(bridge);
startStrings();
const store = createKioskStore(bridge, () => performance.now());
watchActivity(store, () => performance.now());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <ErrorBoundary bridge={bridge}>
    <App store={store} bridge={bridge} />
  </ErrorBoundary>,
);
