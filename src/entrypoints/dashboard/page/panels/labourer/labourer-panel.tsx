/** One labourer: how it is, why it does not do more, its ecology and its open tasks, and the means to steer it. */

import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { StatusBadge } from '../../parts/status-badge.js';
import { useMayAct } from '../../state/moment.js';
import { useOverview } from '../../state/overview.js';
import { AxisPanel } from './axis-panel.js';
import { EcologyPanel } from './ecology-panel.js';
import { LabourerFigures } from './labourer-figures.js';
import { SteeringButtons } from './steering-buttons.js';
import { WhyPanel } from './why-panel.js';

export function LabourerPanel({ labourerId }: { readonly labourerId: string }) {
  const overview = useOverview();
  const labourer = overview.facts?.labourers.find(({ labourer_id }) => labourer_id === labourerId);
  const mayAct = useMayAct();
  const marks = labourer && (
    <>
      <StatusBadge status={labourer.status} />
      {labourer.paused && <span class="badge badge-paused">paused</span>}
    </>
  );
  return (
    <>
      <PageHead title={labourerId} marks={marks}>
        {labourer && mayAct && <SteeringButtons labourer={labourer} />}
      </PageHead>
      <Known answer={overview}>
        {() =>
          labourer === undefined ? (
            <p class="empty">
              There is no labourer of this name. <a href="#/">All labourers</a>
            </p>
          ) : (
            <>
              <LabourerFigures labourer={labourer} />
              <WhyPanel labourerId={labourerId} />
              <EcologyPanel labourerId={labourerId} />
              <AxisPanel labourerId={labourerId} />
            </>
          )
        }
      </Known>
    </>
  );
}
