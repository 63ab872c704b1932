/** Configuration documents of a Python deployment, in the manual's shapes: the shared one, and those of the functions. */

import type { JsonObject } from '../../src/domain/task.js';

/** As each of the manual's examples carries it along; the product reads the names of it and keeps the rest. */
const TASKS_TABLE_CONFIG = {
  row_mapper: {
    task_id: 'S',
    labourer_id: 'S',
    greenfield: 'N',
    attempts: 'N',
    closed_at: 'N',
    completed_at: 'N',
    desired_launch_time: 'N',
    arn: 'S',
    payload: 'S',
  },
  required_fields: ['task_id', 'labourer_id', 'created_at', 'greenfield'],
  table_name: 'sosw_tasks',
  index_greenfield: 'sosw_tasks_greenfield',
  field_names: { task_id: 'task_id', labourer_id: 'labourer_id', greenfield: 'greenfield' },
};

/** `arns` are the workers' functions by labourer, `topic` is told of dead tasks. */
export function oldDocuments(arns: Readonly<Record<string, string>>, topic: string, bucket: string): JsonObject {
  const arn = (labourer: string) => arns[labourer] ?? '';
  const taskConfig = {
    init_clients: ['DynamoDb', 'lambda', 'Ecology'],
    dynamo_db_config: TASKS_TABLE_CONFIG,
    sosw_closed_tasks_table: 'sosw_closed_tasks',
    sosw_closed_tasks_labourer_status_index: 'labourer_task_status_with_time',
    sosw_retry_tasks_table: 'sosw_retry_tasks',
    sosw_retry_tasks_greenfield_index: 'labourer_id_greenfield',
    greenfield_invocation_delta: 31557600,
    greenfield_task_step: 1000,
    max_attempts: 3,
    max_closed_to_analyse_for_duration: 10,
    max_simultaneous_invocations: 1,
    default_simultaneous_invocations: 2,
    ecology_config: {},
    labourers: {
      some_function: {
        arn: arn('some_function'),
        max_simultaneous_invocations: 3,
        duration: 300,
        cooldown: 120,
      },
      measured_function: {
        arn: arn('measured_function'),
        max_simultaneous_invocations: 4,
        duration: 300,
        cooldown: 120,
        health_metrics: {
          SomeDBCPU: {
            details: {
              Name: 'CPUUtilization',
              Namespace: 'AWS/RDS',
              Period: 60,
              Statistics: ['Average'],
              Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'YOUR-DB' }],
            },
            feelings: { 3: 50, 4: 25 },
            feeling_comparison_operator: 'le',
          },
        },
      },
    },
  };
  return {
    sosw_essential_config: { task_config: taskConfig },
    sosw_scheduler_config: {
      queue_bucket: bucket,
      s3_prefix: 'sosw/scheduler',
      queue_file: 'tasks_queue.txt',
      shutdown_period: 60,
      rows_to_process: 50,
      task_config: { dynamo_db_config: TASKS_TABLE_CONFIG },
      job_schema: {},
      job_schema_variants: {
        default: {
          chunkable_attrs: [
            ['section', {}],
            ['store', {}],
            ['product', {}],
          ],
        },
      },
    },
    sosw_orchestrator_config: { init_clients: ['Task'], task_config: { dynamo_db_config: TASKS_TABLE_CONFIG } },
    sosw_scavenger_config: {
      init_clients: ['Task', 'Sns'],
      sns_config: { recipient: topic, subject: '``sosw`` Info' },
      retry_tasks_limit: 20,
    },
  };
}
