import * as vscode from 'vscode';
import { ActionNode } from './actionNode';
import { BrokenLabNode } from './brokenLabNode';
import { ContinueNode } from './continueNode';
import { GroupNode } from './groupNode';
import { LabNode } from './labNode';
import { NoLabsNode } from './noLabsNode';
import type { LabModel, PathModel } from './pathModel';
import type { PathNode } from './pathNode';
import { ProblemNode } from './problemNode';
import { StageNode } from './stageNode';
import { StepNode } from './stepNode';

/** The rows of the tree. */
export function buildNodes(model: PathModel): PathNode[] {
  const labNodes = (labs: readonly LabModel[]): LabNode[] => labs.map((lab) => new LabNode(lab, () => lab.steps().map((step) => new StepNode(step))));
  const nodes: PathNode[] = model.continue ? [new ContinueNode(model.continue)] : [];
  const stages = model.stages.map(
    (stage) =>
      new StageNode(
        stage,
        () => stage.actions.map(
          (action) => new ActionNode(action, () => (action.labs.length > 0 ? labNodes(action.labs) : [new NoLabsNode({ action: action.id })])),
        ),
      ),
  );
  nodes.push(...stages);
  if (model.others.length > 0) {
    nodes.push(
      new GroupNode(
        {
          id: 'others',
          title: vscode.l10n.t('Other labs'),
          icon: 'beaker',
          tooltip: vscode.l10n.t('Labs whose key action is not part of the career path.'),
          count: model.others.length,
        },
        () => labNodes(model.others),
      ),
    );
  }
  const problems = model.problems.map((problem) => new ProblemNode(problem));
  const broken = model.broken.map((lab) => new BrokenLabNode(lab, () => lab.problems.map((problem) => new ProblemNode(problem))));
  if (problems.length + broken.length > 0) {
    nodes.push(
      new GroupNode(
        {
          id: 'problems',
          title: vscode.l10n.t('Labs with problems'),
          icon: 'warning',
          tooltip: vscode.l10n.t('What could not be read. The other labs are not affected.'),
          count: problems.length + broken.length,
        },
        () => [...problems, ...broken],
      ),
    );
  }
  return nodes;
}
