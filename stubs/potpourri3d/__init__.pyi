# What the atlas uses of potpourri3d, which ships no types. Vertices are (n, 3), faces (m, 3); only triangles.
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Vertices = NDArray[np.floating[Any]]
_Faces = NDArray[np.integer[Any]]

class MeshHeatMethodDistanceSolver:
    def __init__(self, V: _Vertices, F: _Faces, t_coef: float = 1.0, use_robust: bool = True) -> None: ...
    def compute_distance(self, v_ind: int) -> NDArray[np.float64]: ...
    def compute_distance_multisource(self, v_inds: Sequence[int] | _Faces) -> NDArray[np.float64]: ...

class EdgeFlipGeodesicSolver:
    def __init__(self, V: _Vertices, F: _Faces, t_coef: float = 1.0) -> None: ...
    def find_geodesic_path(
        self,
        v_start: int,
        v_end: int,
        max_iterations: int | None = None,
        max_relative_length_decrease: float | None = None,
    ) -> NDArray[np.float64]: ...
    def find_geodesic_path_poly(
        self,
        v_list: Sequence[int] | _Faces,
        max_iterations: int | None = None,
        max_relative_length_decrease: float | None = None,
    ) -> NDArray[np.float64]: ...
    def find_geodesic_loop(
        self,
        v_list: Sequence[int] | _Faces,
        max_iterations: int | None = None,
        max_relative_length_decrease: float | None = None,
    ) -> NDArray[np.float64]: ...

def compute_distance(V: _Vertices, F: _Faces, v_ind: int) -> NDArray[np.float64]: ...
def compute_distance_multisource(V: _Vertices, F: _Faces, v_inds: Sequence[int] | _Faces) -> NDArray[np.float64]: ...
