"""Lesson 07 says what is so: its guesses, its bills, its refusals, its figures, its bug hunt and what it takes home."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from support.lesson_source import LESSONS
from torch import nn
from torch.func import functional_call, grad, hessian, jacrev, vmap
from torch.utils.checkpoint import checkpoint

from autograder.bench import peak
from autograder.observe.meter import passes_of
from autograder.questions.marker import counted_marks, mark

LESSON = LESSONS["07"]


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["each"]["outer.weight"].shape == (12, 3, 8)
    assert solved["each"]["scale"].dtype is torch.float64


class Marked(nn.Module):
    """A net of the lesson's whose output passes through the marker."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return mark(self.net(batch))


def pulled_back(lesson: dict[str, Any], way: Any, b: int) -> int:
    """Count the vectors that go back through a net of 10 outputs, one of a single sample as one."""
    net, batch, y = Marked(lesson["Net"](32, 64, 10)), torch.randn(b, 32), torch.zeros(b).long()
    with counted_marks() as marks:
        way(net, lesson["loss"], batch, y)
    return sum(width * count for width, count in passes_of(marks, 10)["fr"].items())


def rows_of_the_losses(model: nn.Module, loss_fn: Any, batch: torch.Tensor, y: torch.Tensor) -> Any:
    named = {name: p.detach() for name, p in model.named_parameters()}
    return jacrev(lambda p: loss_fn(functional_call(model, p, (batch,)), y, reduction="none"))(named)


def test_guesses_are_true(lesson: dict[str, Any]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    assert right["07-closure"] == "zeros"
    assert not lesson["lost"].any()
    assert right["07-shape"] == "(B, C, H)"
    assert lesson["each"]["outer.weight"].shape == (12, *lesson["net"].outer.weight.shape)
    assert right["07-vectors"] == "B²"
    for b in (4, 16, 64):
        assert pulled_back(lesson, lesson["all_losses_at_once"], b) == b * b
        assert pulled_back(lesson, lesson["per_sample_gradients"], b) == b
        assert pulled_back(lesson, lesson["one_by_one"], b) == b
    assert pulled_back(lesson, rows_of_the_losses, 16) == 16 * 16, "jacrev of the losses does the same"
    assert right["07-mean"] == "no"
    two, cut = lesson["two"], lesson["cut"]
    assert not torch.allclose(cut(two, 1.0).mean(0), cut(two.mean(0)[None], 1.0)[0], atol=0.1)


def test_losses_at_once_take_ever_more_operations_for_each_sample(lesson: dict[str, Any]) -> None:
    shares = []
    for b in (4, 16, 64):
        given = (lesson["wide"], lesson["loss"], torch.randn(b, 32), torch.zeros(b).long())
        shares.append(
            lesson["flops"](lesson["all_losses_at_once"], *given) / lesson["flops"](lesson["one_by_one"], *given)
        )
    assert shares[0] > 2
    assert shares[1] > 3 * shares[0]
    assert shares[2] > 30, "36 times at B = 64"
    net, loss, batch, y = given
    whole = lesson["flops"](lambda: torch.autograd.grad(loss(net(batch), y), [*net.parameters()]))
    assert lesson["flops"](lesson["per_sample_gradients"], *given) == whole, (
        "B gradients for the operations that their mean takes"
    )


def test_a_module_as_a_function_agrees_with_autograd_and_leaves_it_alone(lesson: dict[str, Any]) -> None:
    net, loss, batch, y = (lesson[name] for name in ("net", "loss", "X", "y"))
    before = {name: p.detach().clone() for name, p in net.named_parameters()}
    f, theta = lesson["as_function"](net, loss, batch, y)
    slopes = torch.cat([p.reshape(-1) for p in torch.autograd.grad(loss(net(batch), y), [*net.parameters()])])
    torch.testing.assert_close(grad(f)(theta), slopes)
    v, H = torch.randn(len(theta)), hessian(f)(theta)
    torch.testing.assert_close(lesson["hvp"](f, theta, v), H @ v, rtol=1e-3, atol=1e-4)
    torch.manual_seed(0)
    assert abs(lesson["trace_by_coins"](f, theta, 2000) - H.trace()) < 0.1 * H.trace()
    assert all(torch.equal(p, before[name]) and p.grad is None for name, p in net.named_parameters())


def test_the_mean_is_shorter_than_what_it_is_a_mean_of(lesson: dict[str, Any]) -> None:
    rows = lesson["rows_of"](lesson["each"])
    assert rows.mean(0).norm() < 0.6 * rows.norm(dim=1).min()
    mapped = lesson["per_sample_gradients"](*(lesson[name] for name in ("net", "loss", "X", "y")))
    torch.testing.assert_close(lesson["rows_of"](mapped), rows)


def test_norms_by_factors_hold_what_goes_in_and_comes_out_and_gradients_hold_far_more(lesson: dict[str, Any]) -> None:
    ways = lesson["linear_gradient_norms"], lesson["gradients_first"]
    for (b, h, n), least in (((32, 64, 64), 50), ((64, 128, 256), 150)):
        given = lesson["a_layer"](b, h, n)
        torch.testing.assert_close(ways[0](*given), ways[1](*given), rtol=1e-4, atol=1e-5)
        lean, dear = (peak(way, *given) / (b * (h + n) * 4) for way in ways)
        assert lean < 4.5
        assert dear > least


def test_clipping_turns_the_mean_and_holds_no_copy(lesson: dict[str, Any]) -> None:
    grads = {str(place): torch.randn(32, 32, 32) * torch.rand(32, 1, 1) for place in range(4)}
    rows, clip = lesson["rows_of"](grads), lesson["clip_and_mean"]
    bound = float(rows.norm(dim=1).median())
    clipped = torch.cat([part.reshape(-1) for part in clip(grads, bound).values()])
    torch.testing.assert_close(clipped, lesson["cut"](rows, bound).mean(0), rtol=1e-4, atol=1e-6)
    assert peak(clip, grads, bound) < 0.5 * rows.numel() * 4


def test_all_cut_is_one_vote_each_so_that_the_mean_turns(lesson: dict[str, Any]) -> None:
    torch.manual_seed(0)
    points, ring = lesson["rings"](600)
    learner = lesson["trained"](points, ring, 30)
    rows = lesson["rows_of"](lesson["per_sample_gradients"](learner, lesson["loss"], points, ring))
    plain, cut = rows.mean(0), lesson["cut"](rows, 0.1 * float(rows.norm(dim=1).max())).mean(0)
    assert torch.nn.functional.cosine_similarity(plain, cut, dim=0) < 0.9


def test_the_clipped_mean_may_be_the_longer_one(lesson: dict[str, Any]) -> None:
    rows = torch.tensor([[3.0, 0.0], [-1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]])
    assert lesson["cut"](rows, 1.0).mean(0).norm() > rows.mean(0).norm()
    assert lesson["cut"](rows, 0.01).mean(0).norm() <= 0.01, "a small bound shortens it"
    assert "Clipping turns the mean, and a small bound shortens it" in " ".join(LESSON.prose.split())


def test_the_kernel_foretells_a_step_and_both_ways_agree(lesson: dict[str, Any]) -> None:
    net, batch, ntk, products = (lesson[name] for name in ("net", "X", "empirical_ntk", "kernel_by_products"))
    kernel = ntk(net, batch[:5], batch[5:8])
    assert kernel.shape == (5, 3, 3, 3)
    torch.testing.assert_close(kernel, products(net, batch[:5], batch[5:8]), rtol=1e-4, atol=1e-5)
    assert abs(lesson["moved"] / (lesson["eta"] * lesson["entry"]) - 1) < 0.02


def test_neither_way_to_the_kernel_wins_everywhere(lesson: dict[str, Any]) -> None:
    net, ntk, products = lesson["Net"](16, 64, 3), lesson["empirical_ntk"], lesson["kernel_by_products"]
    held = []
    for b in (16, 32):
        given = (net, torch.randn(b, 16), torch.randn(b, 16))
        unit = 2 * b * 3 * sum(p.numel() for p in net.parameters()) * 4
        held.append([peak(way, *given) / unit for way in (ntk, products)])
        assert lesson["flops"](ntk, *given) > 2 * lesson["flops"](products, *given)
    assert all(lean < 1.5 and dear > 6 for lean, dear in held)
    assert held[1][1] > 1.7 * held[0][1], "it grows like the pairs"
    one_and_many = (net, torch.randn(1, 16), torch.randn(32, 16))
    assert peak(products, *one_and_many) < 1.2 * peak(ntk, *one_and_many)
    assert lesson["flops"](products, *one_and_many) < 0.8 * lesson["flops"](ntk, *one_and_many)


def test_training_makes_the_kernel_steeper_where_the_function_has_a_step(solved: dict[str, Any]) -> None:
    rows = [solved[name][10] / solved[name][10, 10] for name in ("before", "after")]
    across = [float(row[18] - row[21]) for row in rows]
    assert across[0] < 0.3
    assert across[1] > 1.8 * across[0], "about twice as steeply or more"
    assert rows[1][21] < 0.2 < 0.4 < rows[1][18]


def test_the_noise_scale_grows_and_foretells_what_real_batches_miss(
    lesson: dict[str, Any], solved: dict[str, Any]
) -> None:
    assert solved["scales"][0] < solved["scales"][1] < solved["scales"][2]
    assert solved["scales"][2] > 4 * solved["scales"][0]
    rows = solved["seen"][30]
    torch.manual_seed(0)
    for b in (1, 16, 64):
        share = lesson["missed"](rows, b, 2000) / (lesson["noise_scale"](rows)[0] / b)
        assert abs(share - 1) < 0.1


def test_at_the_noise_scale_half_of_a_steps_squared_length_is_noise(lesson: dict[str, Any]) -> None:
    rows = torch.randn(400, 3) + 0.5
    noise, signal = lesson["noise_scale"](rows)
    picks = torch.randint(0, len(rows), (20_000, round(noise / signal)))
    assert float(rows[picks].mean(1).square().sum(1).mean()) / signal == pytest.approx(2, rel=0.1)


def test_wrong_labels_are_found_as_well_by_the_plain_loss(solved: dict[str, Any]) -> None:
    by_norm, by_loss = solved["total"]
    assert abs(by_norm - by_loss) <= 6
    assert min(by_norm, by_loss) > 0.7 * 30 * len(solved["hits"])


def test_the_closing_question_s_bytes() -> None:
    assert 256 * 10_000_000 * 4 / 1e9 == 10.24
    assert "10.24 GB" in LESSON.prose


def test_norms_first_then_a_weighted_pass_gives_the_clipped_mean(lesson: dict[str, Any]) -> None:
    net, loss, batch, y = (lesson[name] for name in ("net", "loss", "X", "y"))
    grads = lesson["per_sample_gradients"](net, loss, batch, y)
    norms = lesson["rows_of"](grads).norm(dim=1)
    factors = (norms.median() / norms).clamp(max=1)
    weighted = (factors * loss(net(batch), y, reduction="none")).mean()
    want = lesson["clip_and_mean"](grads, float(norms.median()))
    for part, slope in zip(want.values(), torch.autograd.grad(weighted, [*net.parameters()]), strict=True):
        torch.testing.assert_close(slope, part, rtol=1e-3, atol=1e-6)


def test_the_bug_hunt_holds_two_bugs_and_one_parameter_with_one_sample_hides_both(lesson: dict[str, Any]) -> None:
    def by_parameter(grads: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: lesson["cut"](g.reshape(len(g), -1), 0.5).mean(0).view(g.shape[1:]) for name, g in grads.items()}

    def mean_first(grads: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return lesson["clip_and_mean"]({name: g.mean(0, keepdim=True) for name, g in grads.items()}, 0.5)

    for place, case in enumerate(lesson["trials"].values()):
        want = lesson["clip_and_mean"](case, 0.5)
        ways = (lesson["mended"](case, 0.5), by_parameter(case), mean_first(case))
        right = [all(torch.allclose(way[name], want[name], atol=1e-6) for name in want) for way in ways]
        assert right == [[True, True, True], [False, True, False], [False, False, True]][place]


def test_what_stands_in_for_an_answer_is_not_called_yours(
    lesson: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (source,) = [cell.source for cell in LESSON.code if "norms = trusted(" in cell.source]
    for own, whose in ((lesson["linear_gradient_norms"], "yours"), (lambda *_: None, "the stand-in's")):
        exec(compile(source, "<norms>", "exec"), lesson | {"linear_gradient_norms": own})
        assert f"    {whose} " in capsys.readouterr().out


def test_batch_norm_in_evaluation_mode_leaves_each_sample_its_own(lesson: dict[str, Any]) -> None:
    normed = nn.Sequential(nn.Linear(5, 3), nn.BatchNorm1d(3), nn.Tanh(), nn.Linear(3, 3)).eval()
    got = lesson["per_sample_gradients"](normed, lesson["loss"], lesson["X"], lesson["y"])
    want = lesson["one_by_one"](normed, lesson["loss"], lesson["X"], lesson["y"])
    torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-6)


def test_dropout_gives_another_hessian_at_every_product(lesson: dict[str, Any]) -> None:
    dropping = nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Dropout(), nn.Linear(8, 3))
    f, theta = lesson["as_function"](dropping, lesson["loss"], lesson["X"], lesson["y"])
    v = torch.ones_like(theta)
    one, other = (lesson["hvp"](f, theta, v) for _ in range(2))
    assert (one - other).abs().max() > 0.05


def test_parameters_to_vector_requires_grad_and_jacrev_is_a_mapped_one(lesson: dict[str, Any]) -> None:
    assert nn.utils.parameters_to_vector(lesson["net"].parameters()).requires_grad
    J = vmap(jacrev(lesson["output"]), (None, 0))(lesson["named"], lesson["X"])
    assert J["outer.weight"].shape == (12, 3, 3, 8)


def refusals(lesson: dict[str, Any]) -> list[Callable[[], Any]]:
    net, loss, batch, y = (lesson[name] for name in ("net", "loss", "X", "y"))
    spoilt = lesson["Net"](5, 8, 3)
    leaf = nn.utils.parameters_to_vector(spoilt.parameters()).detach().requires_grad_()
    tied, normed = nn.Sequential(nn.Linear(5, 5), nn.Linear(5, 5)), nn.BatchNorm1d(5)
    tied[1].weight = tied[0].weight

    def written(theta: torch.Tensor) -> torch.Tensor:
        nn.utils.vector_to_parameters(theta, spoilt.parameters())
        return loss(spoilt(batch), y)

    def kept(X: torch.Tensor) -> torch.Tensor:
        return checkpoint(net, X, use_reentrant=False).sum()

    def one_axis_less(x: torch.Tensor) -> torch.Tensor:
        return functional_call(normed.eval(), dict(normed.named_parameters()), (x,))

    return [
        lambda: torch.autograd.grad(written(leaf), leaf),
        lambda: functional_call(tied, dict(tied.state_dict()), (batch,)),
        lambda: grad(lambda p: functional_call(normed.train(), p, (batch,)).sum())(dict(normed.named_parameters())),
        lambda: vmap(nn.Dropout())(batch),
        lambda: lesson["each"]["scale"].flatten(1),
        lambda: vmap(one_axis_less)(batch),
        lambda: grad(kept)(batch),
    ]


def test_messages_in_the_table_are_torch_s_own(lesson: dict[str, Any]) -> None:
    LESSON.expect_messages(refusals(lesson))


def test_each_refusal_refuses_and_each_picture_of_the_slider_speaks(solved: dict[str, Any], printed: str) -> None:
    assert "Not yet" not in printed
    assert "stands in for it" not in printed
    assert "no error" not in printed
    for words in ("in-place operation", "randomness error mode", "Dimension out of range"):
        assert words in printed
    assert len(solved["bounds"]) >= 4
    assert all(len(solved["draw"](i)[1].split()) >= 8 for i in range(len(solved["bounds"])))
