"""The remedies that no case of tests/remedies.py carries out, by the reason."""

from __future__ import annotations

IN_BUNDLES = {
    *("changed-file", "missing-file", "foreign-file", "would-be-lost"),
    *("other-sources", "no-sums", "out-in-design"),
}
"""Carried out on a bundle, in tests/test_remedies.py."""

NOT_HERE = {
    "told elsewhere with what mends it (tests/test_nest_*.py, test_cli_build.py, test_job_*.py)": """
        two-thicknesses layout-of-another-job board-not-known presets-named
        placeholder variant-name stock-too-small sheets-would-hold no-preset run pin
        run-over-boards ragged-sheet
        layout-file repeated-part repeated-sheet quantity stock rotations outline defect
        materials spacing margins unknown-pose""",
    "a drawing of others is mended in the program that drew it (tests/test_plan*.py, test_dxf_*.py)": """
        dxf-file dxf-entity drawing-units layer-name svg-file plan-file plan-nominal plan-twice
        layer-use dxf-faults dxf-left-out dxf-curves dxf-units dxf-copies dxf-forks dxf-open plan-gap
        plan-two-layers plan-crossing plan-overlap plan-layer plan-open plan-depth plan-empty
        plan-units plan-not-adapted plan-ambiguous""",
    "asks for another piece: only its designer knows which (tests/test_check_*.py, test_model_*.py)": """
        lettering not-sold hinge-place blocked-motion joint-stays-open joint-bears-nowhere thin-floor
        hand-slot hardware-clash hardware-nowhere mount-plate
        tilt castor-load ballast leaf-load
        transit-width transit-height shear ground-clearance deflection lift driver-access sign leaflets
        visible-face
        void passage opening-too-narrow
        contour-crosses-itself""",
    "a deed at the machine, the bench or the shop": """
        drilled-by-hand speed-outside-spindle edge-rubs edge-too-fast may-not-cut-through controller-settings
        no-spin-up-wait unconfirmed-figures untested-controller one-tab-only no-room-for-tabs""",
    "a figure of the lab or the layout that tests/test_cam_*.py change": """
        wrong-face-up wrong-board spoilboard-too-thin cut-in-clamp label-not-drawn no-room-for-label
        beyond-travel pass-too-deep""",
    "a file of others is restored or made anew (tests/test_hostile.py, test_bundle_*.py)": """
        unreadable-file other-schema bad-document other-controller sheet-not-listed no-folder not-ours
        bad-kind missing-document large-document too-many-files older-bundle no-proof okh not-reproduced
        held-folder path-outside""",
    "asks for an installation, room, rights, or a word to us": """
        not-proven saw-not-free not-written fault process-ended system typesetter licence-text step-file
        kernel no-layout no-picture no-step left-out""",
}
"""Remedies that no case here carries out, by the reason."""
