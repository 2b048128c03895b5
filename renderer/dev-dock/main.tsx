import { createRoot } from 'react-dom/client';
import '../ui/base.ts';
import './dock.css';
import { createDockClient } from './dock-client.ts';
import { Dock } from './dock.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Dock client={createDockClient()} />);
